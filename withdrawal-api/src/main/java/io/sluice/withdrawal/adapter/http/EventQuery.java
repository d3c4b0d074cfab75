package io.sluice.withdrawal.adapter.http;

import io.sluice.withdrawal.application.EventLedger;

import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The query of the event ledger, checked. */
final class EventQuery {

    private static final List<String> STATUSES = List.of("PENDING", "DELIVERED", "FAILED", "DEAD");

    private EventQuery() {}

    static Checked<EventLedger.Query> read(ServerRequest request, String applicationKey) {
        QueryReader query = new QueryReader(request);
        EventLedger.Query wanted =
                new EventLedger.Query(
                        applicationKey,
                        query.time("createdFrom"),
                        query.time("createdTo"),
                        query.text("eventType"),
                        status(query),
                        position(query),
                        query.limit());
        return query.errors().isEmpty()
                ? new Checked.Good<>(wanted)
                : new Checked.Bad<>(Problem.invalid(query.errors()));
    }

    static EventLedger.Query withLimit(EventLedger.Query query, int limit) {
        return new EventLedger.Query(
                query.applicationKey(),
                query.createdFrom(),
                query.createdTo(),
                query.eventType(),
                query.status(),
                query.before(),
                limit);
    }

    private static EventLedger.@Nullable DeliveryStatus status(QueryReader query) {
        String text = query.text("deliveryStatus");
        if (text == null) {
            return null;
        }
        if (STATUSES.contains(text)) {
            return EventLedger.DeliveryStatus.valueOf(text);
        }
        query.error("deliveryStatus", "one of " + STATUSES);
        return null;
    }

    static String cursor(long position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("e" + position).getBytes(StandardCharsets.US_ASCII));
    }

    private static @Nullable Long position(QueryReader query) {
        String text = query.text("cursor");
        if (text == null) {
            return null;
        }
        try {
            String decoded =
                    new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            if (decoded.startsWith("e")) {
                return Long.parseLong(decoded.substring(1));
            }
        } catch (IllegalArgumentException _) {
            // answered below, like any other cursor that is not ours
        }
        query.error("cursor", "the nextCursor of an earlier page");
        return null;
    }
}
