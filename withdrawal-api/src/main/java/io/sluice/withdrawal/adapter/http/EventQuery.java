package io.sluice.withdrawal.adapter.http;

import io.sluice.withdrawal.application.EventLedger.DeliveryStatus;
import io.sluice.withdrawal.application.EventLedger.Filter;
import io.sluice.withdrawal.application.EventLedger.Place;
import io.sluice.withdrawal.domain.PartnerEventType;

import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The query of the event ledger, checked.
 *
 * @param before where the page before ended
 */
record EventQuery(Filter filter, @Nullable Place before, int limit) {

    private static final Set<DeliveryStatus> STATUSES =
            EnumSet.complementOf(EnumSet.of(DeliveryStatus.NONE));

    /** Those that a replay may name: what is pending is due anyway. */
    private static final Set<DeliveryStatus> REPLAYABLE =
            EnumSet.of(DeliveryStatus.DELIVERED, DeliveryStatus.FAILED, DeliveryStatus.DEAD);

    private static final List<String> TYPES =
            Stream.concat(
                            Stream.of(PartnerEventType.values()).map(PartnerEventType::text),
                            Stream.of("endpoint.disabled"))
                    .toList();

    static Checked<EventQuery> page(ServerRequest request, String applicationKey) {
        QueryReader query = new QueryReader(request);
        return checked(
                query,
                new EventQuery(
                        filter(query, applicationKey, STATUSES), place(query), query.limit()));
    }

    /** Without a status: all but what is pending in a range, all that are dead without one. */
    static Checked<EventQuery> replay(ServerRequest request, String applicationKey) {
        QueryReader query = new QueryReader(request);
        Filter asked = filter(query, applicationKey, REPLAYABLE);
        boolean ranged = asked.createdFrom() != null || asked.createdTo() != null;
        Set<DeliveryStatus> usual = ranged ? REPLAYABLE : Set.of(DeliveryStatus.DEAD);
        return checked(
                query,
                new EventQuery(asked.statuses().isEmpty() ? asked.of(usual) : asked, null, 0));
    }

    private static Checked<EventQuery> checked(QueryReader query, EventQuery wanted) {
        return query.errors().isEmpty()
                ? new Checked.Good<>(wanted)
                : new Checked.Bad<>(Problem.invalid(query.errors()));
    }

    private static Filter filter(
            QueryReader query, String applicationKey, Set<DeliveryStatus> statuses) {
        String type = query.text("eventType");
        if (type != null && !TYPES.contains(type)) {
            query.error("eventType", "one of " + TYPES);
        }
        return new Filter(
                applicationKey,
                query.time("createdFrom"),
                query.time("createdTo"),
                type,
                statuses(query, statuses));
    }

    /** Several with commas, like the status of withdrawals. */
    private static Set<DeliveryStatus> statuses(QueryReader query, Set<DeliveryStatus> known) {
        Set<DeliveryStatus> wanted = EnumSet.noneOf(DeliveryStatus.class);
        String text = query.text("deliveryStatus");
        if (text == null) {
            return wanted;
        }
        for (String name : text.split(",", -1)) {
            known.stream().filter(status -> status.name().equals(name)).forEach(wanted::add);
            if (known.stream().noneMatch(status -> status.name().equals(name))) {
                query.error("deliveryStatus", "of " + known);
                return wanted;
            }
        }
        return wanted;
    }

    static String cursor(Place place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        (place.occurredAt() + "/" + place.position())
                                .getBytes(StandardCharsets.US_ASCII));
    }

    private static @Nullable Place place(QueryReader query) {
        String text = query.text("cursor");
        if (text == null) {
            return null;
        }
        try {
            String decoded =
                    new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            int slash = decoded.indexOf('/');
            if (slash > 0) {
                return new Place(
                        Instant.parse(decoded.substring(0, slash)),
                        Long.parseLong(decoded.substring(slash + 1)));
            }
        } catch (IllegalArgumentException | DateTimeException _) {
            // answered below, like any other cursor that is not ours
        }
        query.error("cursor", "the nextCursor of an earlier page");
        return null;
    }
}
