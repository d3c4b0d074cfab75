package io.sluice.gateway.application;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.application.Gateways.Manned;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Finding;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.StatementLine;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A provider's statement of a day (UTC): what it says now of each order of that day that has ended.
 * It is read from the provider's own list; where it has none, it is asked about each payout that we
 * sent to it. An order stays in the statement of its day, whenever it ends.
 */
public final class ProviderStatements {

    /** The ledger takes some 150,000 lines. */
    private static final int MOST_ORDERS = 100_000;

    private static final int PAGE = 200;
    private static final Duration LONGEST = Duration.ofHours(2);

    /** A page of a list is an answer about no payout in particular. */
    private static final Outcome LISTED = new Outcome.Absent();

    /** In a UUIDv7 the milliseconds stand above these bits. */
    private static final int BITS_BELOW_TIME = 16;

    private final SentPayouts sent;
    private final Payouts payouts;
    private final Set<ProviderName> underWay = ConcurrentHashMap.newKeySet();

    /** The day was not stated, or not in full. The message has nothing from a request. */
    public static final class NotStated extends RuntimeException {

        NotStated(String why) {
            super(why, null, false, false);
        }
    }

    public ProviderStatements(SentPayouts sent, Payouts payouts) {
        this.sent = sent;
        this.payouts = payouts;
    }

    /** The whole statement or an error; of each provider one at a time. */
    public Mono<List<StatementLine>> of(Manned manned, LocalDate day) {
        ProviderName name = manned.gateway().name();
        return Mono.defer(
                () ->
                        underWay.add(name)
                                ? Mono.using(() -> name, _ -> whole(manned, day), underWay::remove)
                                : Mono.error(new NotStated("another day is being stated")));
    }

    private Mono<List<StatementLine>> whole(Manned manned, LocalDate day) {
        Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant until = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        OrderList list = manned.gateway().listed();
        Flux<OrderList.Order> orders =
                list == null ? asked(manned, from, until) : listed(manned, list, from, until);
        return orders.index()
                .doOnNext(order -> requireFew(order.getT1()))
                .flatMapIterable(order -> line(order.getT2()))
                .collectList()
                .timeout(LONGEST);
    }

    private static void requireFew(long before) {
        if (before >= MOST_ORDERS) {
            throw new NotStated("too many orders (expected: <= " + MOST_ORDERS + ")");
        }
    }

    private static List<StatementLine> line(OrderList.Order order) {
        return StatementLine.of(order.reference(), order.ordered(), order.finding()).stream()
                .toList();
    }

    private Flux<OrderList.Order> listed(
            Manned manned, OrderList list, Instant from, Instant until) {
        return page(manned, list, from, until, null)
                .expand(
                        page ->
                                page.next() == null
                                        ? Mono.empty()
                                        : page(manned, list, from, until, page.next()))
                .concatMapIterable(OrderList.Page::orders);
    }

    private static Mono<OrderList.Page> page(
            Manned manned, OrderList list, Instant from, Instant until, @Nullable String at) {
        return PatientCalls.call(manned, () -> list.page(from, until, at), _ -> LISTED);
    }

    private Flux<OrderList.Order> asked(Manned manned, Instant from, Instant until) {
        ProviderName name = manned.gateway().name();
        UUID begin = new UUID(from.toEpochMilli() << BITS_BELOW_TIME, 0);
        return sent.page(name, begin, until, PAGE)
                .expand(
                        page ->
                                page.size() < PAGE
                                        ? Mono.empty()
                                        : sent.page(name, page.getLast().value(), until, PAGE))
                .concatMapIterable(Function.identity())
                .concatMap(id -> asked(manned, id));
    }

    private Flux<OrderList.Order> asked(Manned manned, PayoutId id) {
        return payouts.find(id)
                .flatMapMany(
                        payout ->
                                Flux.fromIterable(payout.attempts())
                                        .filter(attempt -> isThere(attempt, manned))
                                        .concatMap(attempt -> asked(manned, payout, attempt)));
    }

    /** Known to the provider under a reference of its own: without one there is nothing to ask by. */
    private static boolean isThere(Attempt attempt, Manned manned) {
        return attempt.reference() != null && attempt.provider().equals(manned.gateway().name());
    }

    /**
     * What was never announced the ledger cannot know: where it was not paid either, there is nothing
     * to compare.
     */
    private static boolean isComparable(Attempt attempt, Outcome.Found found) {
        return attempt.announced() || found.finding().effect() != Finding.Effect.FAILED;
    }

    private static Mono<OrderList.Order> asked(Manned manned, Payout payout, Attempt attempt) {
        return PatientCalls.call(
                        manned,
                        () -> manned.gateway().calls().lookUp(payout.order(), attempt),
                        Function.identity())
                .onErrorMap(
                        NotStated.class,
                        failure ->
                                new NotStated(
                                        "payout " + payout.id() + ": " + failure.getMessage()))
                .filter(Outcome.Found.class::isInstance)
                .cast(Outcome.Found.class)
                .filter(found -> isComparable(attempt, found))
                .map(
                        found ->
                                new OrderList.Order(
                                        found.reference(),
                                        payout.order().money(),
                                        found.finding()));
    }
}
