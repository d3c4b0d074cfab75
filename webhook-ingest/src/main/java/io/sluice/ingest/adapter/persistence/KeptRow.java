package io.sluice.ingest.adapter.persistence;

import static io.sluice.ingest.adapter.persistence.Columns.required;
import static io.sluice.ingest.adapter.persistence.Columns.time;

import io.r2dbc.spi.Readable;
import io.sluice.contracts.FactStatus;
import io.sluice.ingest.domain.Callback;
import io.sluice.ingest.domain.CallbackId;
import io.sluice.ingest.domain.CallbackState;
import io.sluice.ingest.domain.EventName;
import io.sluice.ingest.domain.Known;
import io.sluice.ingest.domain.ProviderReference;
import io.sluice.ingest.domain.Reading;
import io.sluice.ingest.domain.Report;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import java.util.UUID;

/**
 * A kept callback that names a provider's reference.
 *
 * @param report null unless it reports a fact
 */
record KeptRow(
        CallbackId id,
        EventName name,
        String eventType,
        String reference,
        CallbackState state,
        Instant receivedAt,
        @Nullable Report report) {

    static KeptRow of(Readable row) {
        return new KeptRow(
                new CallbackId(required(row, "id", UUID.class)),
                new EventName(
                        required(row, "provider", String.class),
                        required(row, "account", String.class),
                        required(row, "event_key", String.class)),
                required(row, "event_type", String.class),
                required(row, "provider_reference", String.class),
                CallbackState.valueOf(required(row, "state", String.class)),
                time(row, "received_at"),
                report(row));
    }

    /** What it has made known of its reference, if that was passed on. */
    Optional<Known.Statement> statement() {
        return report == null || state != CallbackState.PUBLISHED
                ? Optional.empty()
                : Optional.of(
                        new Known.Statement(
                                new ProviderReference(name.provider(), reference), report.gist()));
    }

    /** The callback itself, if it waits for its payout. */
    Optional<Callback> parked() {
        return report == null || state != CallbackState.PARKED
                ? Optional.empty()
                : Optional.of(
                        new Callback(
                                id,
                                name.provider(),
                                name.account(),
                                new Reading.Reported(name.eventKey(), eventType, reference, report),
                                receivedAt));
    }

    private static @Nullable Report report(Readable row) {
        String fact = row.get("fact", String.class);
        if (fact == null) {
            return null;
        }
        return new Report(
                FactStatus.valueOf(fact),
                required(row, "sent_total", Long.class),
                required(row, "returned_total", Long.class),
                Currency.getInstance(required(row, "currency", String.class)),
                required(row, "is_final", Boolean.class),
                required(row, "fee", Long.class),
                row.get("reason_code", String.class),
                time(row, "occurred_at"));
    }
}
