package io.sluice.withdrawal.adapter.persistence;

import static io.sluice.withdrawal.adapter.persistence.WithdrawalRow.value;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.WithdrawalEvent;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;
import io.sluice.contracts.WithdrawalEvent.RemainderReleaseRequested;
import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.Writes;
import io.sluice.messaging.outbox.Outbox;
import io.sluice.withdrawal.adapter.Detached;
import io.sluice.withdrawal.application.Reviews;
import io.sluice.withdrawal.application.WithdrawalBodies;
import io.sluice.withdrawal.domain.Withdrawal;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Reviews in PostgreSQL, each ruling under the withdrawal's row lock. */
final class R2dbcReviews implements Reviews {

    private static final int MOST_LAPSED_AT_ONCE = 100;
    private static final String NOBODY = "timer";

    private static final String LAPSED =
            """
            SELECT withdrawal_id FROM review WHERE state = 'WAITING' AND lapses_at <= now()
            ORDER BY lapses_at LIMIT
            """;

    private record Ruled(Ruling ruling, List<Envelope<?>> events) {

        static Ruled only(Ruling ruling) {
            return new Ruled(ruling, List.of());
        }
    }

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final Outbox outbox;
    private final StandingRows standings;
    private final ReviewRows rows;
    private final EventRows events;
    private final AuditRows audit;
    private final OrderOfTheWhole order;
    private final Clock clock;

    R2dbcReviews(
            DatabaseClient database,
            TransactionalOperator transaction,
            Outbox outbox,
            OrderOfTheWhole order,
            Clock clock) {
        this.database = database;
        this.transaction = transaction;
        this.outbox = outbox;
        this.standings = new StandingRows(database);
        this.rows = new ReviewRows(database);
        this.events = new EventRows(database);
        this.audit = new AuditRows(database);
        this.order = order;
        this.clock = clock;
    }

    @Override
    public Mono<List<Waiting>> waiting() {
        return Detached.run(rows.waiting());
    }

    @Override
    public Mono<Ruling> approve(WithdrawalId id, String operator, String reason) {
        return rule(
                id,
                withdrawal ->
                        ifWaiting(
                                id,
                                vote(
                                        withdrawal,
                                        "approve",
                                        operator,
                                        reason,
                                        _ -> approved(withdrawal))));
    }

    private Mono<Ruled> approved(Withdrawal withdrawal) {
        return rows.decide(withdrawal.id(), "APPROVED")
                .then(order.of(withdrawal))
                .flatMap(
                        ordered ->
                                Writes.run(
                                                database,
                                                StandingRows.upsert(
                                                        List.of(
                                                                new WithdrawalRow.PartOf(
                                                                        withdrawal.id(),
                                                                        ordered.payout()))))
                                        .then(ask(withdrawal, "APPROVE", ordered.event())))
                .defaultIfEmpty(Ruled.only(Ruling.DONE));
    }

    @Override
    public Mono<Ruling> reject(WithdrawalId id, String operator, String reason) {
        return rule(
                id,
                withdrawal ->
                        ifWaiting(
                                id,
                                audit.note(operator, "reject", id.toString(), reason)
                                        .then(
                                                end(
                                                        withdrawal,
                                                        "REJECTED",
                                                        "REJECT",
                                                        "review_rejected"))));
    }

    private Mono<Ruled> ifWaiting(WithdrawalId id, Mono<Ruled> ruled) {
        return rows.isWaiting(id)
                .flatMap(waiting -> waiting ? ruled : Mono.just(Ruled.only(Ruling.NOT_WAITING)));
    }

    private Mono<Ruled> end(Withdrawal withdrawal, String state, String kind, String reason) {
        return rows.decide(withdrawal.id(), state)
                .then(ask(withdrawal, kind, new CancellationRequested(withdrawal.id(), reason)));
    }

    @Override
    public Mono<Ruling> release(WithdrawalId id, String operator, String reason) {
        return rule(
                id,
                withdrawal ->
                        withdrawal.standing().status().isOpen()
                                ? vote(
                                        withdrawal,
                                        "release",
                                        operator,
                                        reason,
                                        operators -> released(withdrawal, operators, reason))
                                : Mono.just(Ruled.only(Ruling.NOT_WAITING)));
    }

    private Mono<Ruled> released(Withdrawal withdrawal, List<String> operators, String reason) {
        RemainderReleaseRequested asked =
                new RemainderReleaseRequested(withdrawal.id(), operators, reason);
        return rows.clear(withdrawal.id(), "release").then(ask(withdrawal, "RELEASE", asked));
    }

    private Mono<Ruled> vote(
            Withdrawal withdrawal,
            String action,
            String operator,
            String reason,
            Function<List<String>, Mono<Ruled>> second) {
        return rows.vote(withdrawal.id(), action, operator)
                .flatMap(
                        operators -> {
                            if (operators.isEmpty()) {
                                return Mono.just(Ruled.only(Ruling.SAME_OPERATOR));
                            }
                            Mono<Void> note =
                                    audit.note(
                                            operator, action, withdrawal.id().toString(), reason);
                            return operators.size() == 1
                                    ? note.thenReturn(Ruled.only(Ruling.FIRST))
                                    : note.then(second.apply(operators));
                        });
    }

    @Override
    public Mono<Integer> lapse() {
        return database.sql(LAPSED + MOST_LAPSED_AT_ONCE)
                .map((row, _) -> new WithdrawalId(value(row, "withdrawal_id", UUID.class)))
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .concatMap(this::lapse)
                .filter(ruling -> ruling == Ruling.DONE)
                .count()
                .map(Long::intValue);
    }

    /** A withdrawal that ended meanwhile, cancelled or refused, leaves nothing to lapse. */
    private Mono<Ruling> lapse(WithdrawalId id) {
        return rule(
                id,
                withdrawal ->
                        audit.note(NOBODY, "lapse", id.toString(), null)
                                .then(end(withdrawal, "LAPSED", "LAPSE", "expired"))
                                .as(lapsed -> ifWaiting(id, lapsed))
                                .flatMap(
                                        ruled ->
                                                ruled.ruling() == Ruling.DONE
                                                        ? Mono.just(ruled)
                                                        : rows.close(id).thenReturn(ruled)));
    }

    private Mono<Ruling> rule(WithdrawalId id, Function<Withdrawal, Mono<Ruled>> ruling) {
        return Detached.run(
                transaction
                        .transactional(
                                standings
                                        .lock(List.of(id))
                                        .flatMap(found -> Mono.justOrEmpty(found.get(id)))
                                        .flatMap(ruling)
                                        .defaultIfEmpty(Ruled.only(Ruling.NOT_FOUND)))
                        .doOnNext(ruled -> outbox.wake(ruled.events()))
                        .map(Ruled::ruling));
    }

    private Mono<Ruled> ask(Withdrawal withdrawal, String kind, WithdrawalEvent event) {
        Instant now = clock.instant();
        EventId eventId = EventId.derived(withdrawal.id() + "/" + now, event.type());
        return events.trace(withdrawal.id())
                .map(
                        trace ->
                                new Envelope<>(
                                        eventId,
                                        WithdrawalBodies.SOURCE,
                                        now,
                                        null,
                                        trace.orElse(null),
                                        event))
                .flatMap(
                        envelope ->
                                rows.operation(eventId, withdrawal.id(), kind)
                                        .then(outbox.append(List.of(envelope)))
                                        .thenReturn(new Ruled(Ruling.DONE, List.of(envelope))));
    }

    @Override
    public Mono<List<AuditEntry>> audit(@Nullable String subject, @Nullable Long before, int most) {
        return Detached.run(audit.list(subject, before, most));
    }
}
