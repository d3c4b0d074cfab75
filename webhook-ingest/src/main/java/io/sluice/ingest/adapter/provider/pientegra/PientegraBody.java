package io.sluice.ingest.adapter.provider.pientegra;

import io.sluice.contracts.FactStatus;
import io.sluice.ingest.adapter.provider.Fields;
import io.sluice.ingest.adapter.provider.Shape;
import io.sluice.ingest.adapter.provider.StrictJson;
import io.sluice.ingest.application.UnreadableCallback;
import io.sluice.ingest.domain.Reading;
import io.sluice.ingest.domain.Report;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.Map;

/**
 * Reads a callback's body. The provider publishes no catalogue of withdrawal events: names and
 * shapes are our proposal, after its deposit events. {@code amount} is always the ordered amount and
 * {@code returnedAmount} the cumulative total returned (absent: all).
 */
final class PientegraBody {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");
    private static final Shape TIME = Shape.of("[0-9TZ:.+-]{17,40}", "a time in ISO 8601");
    private static final Shape CODE = Shape.of("[A-Za-z0-9_.-]{1,35}", "a code");
    private static final String NO_CODE = "unlisted";

    private static final Map<String, Kind> KINDS =
            Map.of(
                    "withdrawal.created", new Kind("PENDING_REVIEW", FactStatus.CREATED),
                    "withdrawal.approved", new Kind("APPROVED", FactStatus.APPROVED),
                    "withdrawal.sent", new Kind("SENT", FactStatus.SENT),
                    "withdrawal.rejected", new Kind("REJECTED", FactStatus.REJECTED),
                    "withdrawal.returned", new Kind("RETURNED", FactStatus.RETURNED));

    private PientegraBody() {}

    /** Throws UnreadableCallback for what is not of the shape that is written above. */
    static Reading read(byte[] body) {
        Fields event = StrictJson.parse(body);
        String eventId = event.text("eventId", Shape.NAME);
        String eventType = event.text("eventType", Shape.NAME);
        Kind kind = KINDS.get(eventType);
        if (kind == null) {
            return new Reading.Unrecognised(eventId, eventType, referenceIfAny(event));
        }
        Instant occurredAt = time(event);
        Fields withdrawal = event.object("withdrawal");
        String reference = withdrawal.text("id", Shape.NAME);
        Report report = report(kind.fact(), withdrawal, occurredAt);
        boolean usual = withdrawal.text("status", Shape.NAME).equals(kind.status());
        return usual
                ? new Reading.Reported(eventId, eventType, reference, report)
                : new Reading.Unrecognised(eventId, eventType, reference);
    }

    private static Report report(FactStatus fact, Fields withdrawal, Instant occurredAt) {
        long amount = Long.parseLong(withdrawal.text("amount", Shape.MINOR_UNITS));
        Currency currency = currency(withdrawal);
        long fee = minorUnits(withdrawal, "fee", 0);
        long returned = minorUnits(withdrawal, "returnedAmount", amount);
        String rejectedReason = reason(withdrawal, "rejectedReason");
        String returnedReason = reason(withdrawal, "returnedReason");
        return switch (fact) {
            case CREATED, APPROVED ->
                    new Report(fact, 0, 0, currency, false, fee, null, occurredAt);
            case SENT -> new Report(fact, amount, 0, currency, true, fee, null, occurredAt);
            case REJECTED ->
                    new Report(fact, 0, 0, currency, true, fee, rejectedReason, occurredAt);
            case RETURNED -> {
                if (returned < 1 || returned > amount) {
                    throw withdrawal.refuse(
                            "returnedAmount",
                            Long.toString(returned),
                            "1 to withdrawal.amount " + amount);
                }
                yield new Report(
                        fact, amount, returned, currency, true, fee, returnedReason, occurredAt);
            }
        };
    }

    private static long minorUnits(Fields withdrawal, String name, long absent) {
        String text = withdrawal.textOrNull(name, Shape.MINOR_UNITS_OR_ZERO);
        return text == null ? absent : Long.parseLong(text);
    }

    private static Currency currency(Fields withdrawal) {
        String code = withdrawal.text("currency", Shape.CURRENCY);
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException e) {
            throw withdrawal.refuse("currency", code, "an ISO 4217 code");
        }
    }

    private static Instant time(Fields event) {
        String text = event.text("occurredAt", TIME);
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeException e) {
            throw unreadableTime(event, text);
        }
        throw unreadableTime(event, text);
    }

    private static UnreadableCallback unreadableTime(Fields event, String text) {
        return event.refuse("occurredAt", text, "a time in ISO 8601 of the years 2000 to 2099");
    }

    /** Free text may name a person, and goes no further than the encrypted original. */
    private static @Nullable String reason(Fields withdrawal, String name) {
        String text = withdrawal.textOrNull(name, Shape.ANY);
        return text == null || CODE.fits(text) ? text : NO_CODE;
    }

    private static @Nullable String referenceIfAny(Fields event) {
        Fields withdrawal = event.objectOrNull("withdrawal");
        return withdrawal == null ? null : withdrawal.textOrNull("id", Shape.NAME);
    }

    /** What goes with an event type. */
    private record Kind(String status, FactStatus fact) {}
}
