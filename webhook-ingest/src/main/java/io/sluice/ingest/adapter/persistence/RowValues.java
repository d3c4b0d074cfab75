package io.sluice.ingest.adapter.persistence;

import io.sluice.ingest.domain.Callback;
import io.sluice.ingest.domain.Disposal;
import io.sluice.ingest.domain.Reading;
import io.sluice.ingest.domain.Report;

import org.jspecify.annotations.Nullable;

import java.time.OffsetDateTime;
import java.util.UUID;

/** A decided callback, column by column. */
record RowValues(
        Callback callback, String state, @Nullable Report report, @Nullable UUID payoutId) {

    static RowValues of(Disposal disposal) {
        Callback callback = disposal.callback();
        String state = disposal.state().name();
        return switch (callback.reading()) {
            case Reading.Reported reported ->
                    new RowValues(callback, state, reported.report(), null);
            case Reading.Claimed claimed ->
                    new RowValues(callback, state, null, claimed.payoutId().value());
            case Reading.Unrecognised _ -> new RowValues(callback, state, null, null);
        };
    }

    UUID id() {
        return callback.id().value();
    }

    String eventType() {
        return callback.reading().eventType();
    }

    @Nullable String reference() {
        return callback.reading().providerReference().orElse(null);
    }

    OffsetDateTime receivedAt() {
        return Columns.utc(callback.receivedAt());
    }

    @Nullable String fact() {
        return report == null ? null : report.status().name();
    }

    @Nullable Long sentTotal() {
        return report == null ? null : (Long) report.sentTotal();
    }

    @Nullable Long returnedTotal() {
        return report == null ? null : (Long) report.returnedTotal();
    }

    @Nullable String currency() {
        return report == null ? null : report.currency().getCurrencyCode();
    }

    @Nullable Boolean isFinal() {
        return report == null ? null : (Boolean) report.isFinal();
    }

    @Nullable Long fee() {
        return report == null ? null : (Long) report.fee();
    }

    @Nullable String reasonCode() {
        return report == null ? null : report.reasonCode();
    }

    @Nullable OffsetDateTime occurredAt() {
        return report == null ? null : Columns.utc(report.occurredAt());
    }
}
