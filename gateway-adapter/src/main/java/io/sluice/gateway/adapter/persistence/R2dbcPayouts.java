package io.sluice.gateway.adapter.persistence;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.PayoutId;
import io.sluice.gateway.application.Envelopes;
import io.sluice.gateway.application.Inquiries;
import io.sluice.gateway.application.Payouts;
import io.sluice.gateway.domain.Decision;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.PayoutState;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Signal;
import io.sluice.messaging.Writes;
import io.sluice.messaging.outbox.Outbox;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

final class R2dbcPayouts implements Payouts {

    private static final String PAYOUTS = "SELECT " + PayoutRows.PAYOUT + "FROM payouts ";

    private static final String CLAIM =
            PAYOUTS
                    + """
            WHERE provider = $1 AND due_at <= $2
                AND CASE $4 WHEN 'UNSENT' THEN state = 'AUTHORIZED' WHEN 'SENT' THEN state <> 'AUTHORIZED' ELSE true END
            ORDER BY due_at
            LIMIT $3
            FOR UPDATE SKIP LOCKED
            """;

    /** In the order of the ids, so that two batches wait for each other but never in a circle. */
    private static final String LOCK =
            PAYOUTS + "WHERE payout_id = ANY($1) ORDER BY payout_id FOR UPDATE";

    private static final String FIND = PAYOUTS + "WHERE payout_id = ANY($1)";

    private static final String LIST =
            PAYOUTS
                    + """
            WHERE $1::text IS NULL OR state = $1
            ORDER BY payout_id DESC
            LIMIT $2
            """;

    /** After the lock: a statement that waited would not see what it waited for. */
    private static final String ATTEMPTS =
            "SELECT "
                    + PayoutRows.ATTEMPT
                    + "FROM attempts WHERE payout_id = ANY($1) ORDER BY payout_id, attempt";

    private static final String REFERENCED =
            "SELECT payout_id, attempt, reference FROM attempts WHERE provider = $1 AND reference = ANY($2)";

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final PayoutWriter writer;
    private final Outbox outbox;
    private final Clock clock;

    R2dbcPayouts(
            DatabaseClient database,
            TransactionalOperator transaction,
            Outbox outbox,
            Clock clock) {
        this.database = database;
        this.transaction = transaction;
        this.writer = new PayoutWriter(database);
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public Mono<List<Payout>> store(List<Decision> authorized) {
        Map<PayoutId, Decision> once = new LinkedHashMap<>();
        authorized.forEach(decision -> once.putIfAbsent(decision.next().id(), decision));
        List<Decision> distinct = List.copyOf(once.values());
        // With nothing to say it is one statement, which is a commit by itself.
        boolean isOneStatement = distinct.stream().allMatch(d -> d.events().isEmpty());
        Mono<Written<List<Decision>>> written =
                writer.store(distinct.stream().map(Decision::next).toList())
                        .flatMap(
                                stored -> {
                                    List<Decision> fresh =
                                            distinct.stream()
                                                    .filter(d -> stored.contains(d.next().id()))
                                                    .toList();
                                    List<Envelope<?>> events = envelopes(fresh);
                                    return outbox.append(events)
                                            .thenReturn(new Written<>(fresh, events));
                                });
        return (isOneStatement ? written : written.as(transaction::transactional))
                .map(this::woken)
                .map(fresh -> fresh.stream().map(Decision::next).toList());
    }

    @Override
    public Mono<List<Payout>> claim(
            ProviderName provider,
            Due which,
            int limit,
            Instant now,
            Function<Payout, Decision> decide) {
        return database.sql(CLAIM)
                .bind(0, provider.value())
                .bind(1, now)
                .bind(2, limit)
                .bind(3, which.name())
                .map(PayoutRows::payout)
                .all()
                .collectList()
                .flatMap(this::withAttempts)
                .flatMap(
                        due -> {
                            Map<PayoutId, Payout> before = byId(due);
                            List<Decision> decisions = due.stream().map(decide).toList();
                            return write(before, decisions, List.of());
                        })
                .as(transaction::transactional)
                .map(this::woken)
                .map(
                        decisions ->
                                decisions.stream()
                                        .filter(decision -> decision.declined() == null)
                                        .map(Decision::next)
                                        .toList());
    }

    @Override
    public Mono<List<@Nullable Decision>> apply(
            List<Occurrence> occurrences, BiFunction<Payout, Signal, Decision> decide) {
        UUID[] ids =
                occurrences.stream()
                        .map(occurrence -> occurrence.payout().value())
                        .distinct()
                        .toArray(UUID[]::new);
        return read(LOCK, ids)
                .flatMap(
                        found -> {
                            Map<PayoutId, Payout> before = byId(found);
                            Map<PayoutId, Payout> now = new LinkedHashMap<>(before);
                            List<@Nullable Decision> decisions = new ArrayList<>();
                            for (Occurrence occurrence : occurrences) {
                                Payout payout = now.get(occurrence.payout());
                                Decision decision =
                                        payout == null
                                                ? null
                                                : decide.apply(payout, occurrence.signal());
                                decisions.add(decision);
                                if (decision != null) {
                                    now.put(occurrence.payout(), decision.next());
                                }
                            }
                            return write(before, decisions, Payouts.behind(occurrences, decisions));
                        })
                .as(transaction::transactional)
                .map(this::woken);
    }

    @Override
    public Mono<Payout> find(PayoutId id) {
        return read(FIND, new UUID[] {id.value()})
                .flatMap(found -> Mono.justOrEmpty(found.stream().findFirst()));
    }

    @Override
    public Mono<List<Payout>> list(@Nullable PayoutState state, int limit) {
        DatabaseClient.GenericExecuteSpec sql = database.sql(LIST);
        return (state == null ? sql.bindNull(0, String.class) : sql.bind(0, state.name()))
                .bind(1, limit)
                .map(PayoutRows::payout)
                .all()
                .collectList()
                .flatMap(this::withAttempts);
    }

    @Override
    public Mono<List<Referenced>> referenced(ProviderName provider, Collection<String> references) {
        return database.sql(REFERENCED)
                .bind(0, provider.value())
                .bind(1, references.toArray(String[]::new))
                .map(
                        row ->
                                new Referenced(
                                        PayoutRows.payoutOf(row),
                                        Objects.requireNonNull(row.get("attempt", Integer.class)),
                                        Objects.requireNonNull(row.get("reference", String.class))))
                .all()
                .collectList();
    }

    private Mono<List<Payout>> read(String sql, UUID[] ids) {
        return database.sql(sql)
                .bind(0, ids)
                .map(PayoutRows::payout)
                .all()
                .collectList()
                .flatMap(this::withAttempts);
    }

    private Mono<List<Payout>> withAttempts(List<Payout> payouts) {
        UUID[] tried =
                payouts.stream()
                        .filter(payout -> !isFresh(payout))
                        .map(payout -> payout.id().value())
                        .toArray(UUID[]::new);
        if (tried.length == 0) {
            return Mono.just(payouts);
        }
        return database.sql(ATTEMPTS)
                .bind(0, tried)
                .map(
                        row ->
                                new PayoutWriter.Owned(
                                        PayoutRows.payoutOf(row), PayoutRows.attempt(row)))
                .all()
                .collectMultimap(PayoutWriter.Owned::payout, PayoutWriter.Owned::attempt)
                .map(
                        attempts ->
                                payouts.stream()
                                        .map(
                                                payout ->
                                                        payout.withAttempts(
                                                                List.copyOf(
                                                                        attempts.getOrDefault(
                                                                                payout.id(),
                                                                                List.of()))))
                                        .toList());
    }

    /** Nobody has tried anything yet. */
    private static boolean isFresh(Payout payout) {
        return payout.claim() == 0 && payout.state() == PayoutState.AUTHORIZED;
    }

    private static Map<PayoutId, Payout> byId(List<Payout> payouts) {
        Map<PayoutId, Payout> byId = new LinkedHashMap<>();
        payouts.forEach(payout -> byId.put(payout.id(), payout));
        return byId;
    }

    /** What was decided, with the events to wake the outbox for once it is committed. */
    private record Written<T>(T decided, List<Envelope<?>> events) {}

    private <D extends @Nullable Decision> Mono<Written<List<D>>> write(
            Map<PayoutId, Payout> before, List<D> decisions, List<Inquiries.Inquiry> wanted) {
        Map<PayoutId, Payout> after = new LinkedHashMap<>();
        List<Decision> made = new ArrayList<>();
        for (Decision decision : decisions) {
            if (decision != null && decision.declined() == null) {
                made.add(decision);
                after.put(decision.next().id(), decision.next());
            }
        }
        List<Envelope<?>> events = envelopes(made);
        List<Writes.Part> parts = new ArrayList<>(PayoutWriter.changes(before, after.values()));
        parts.addAll(outbox.parts(events));
        if (!wanted.isEmpty()) {
            parts.add(R2dbcInquiries.adding(wanted, clock.instant()));
        }
        return Writes.run(database, parts).thenReturn(new Written<>(decisions, events));
    }

    private List<Envelope<?>> envelopes(List<Decision> decisions) {
        Instant now = clock.instant();
        return decisions.stream()
                .<Envelope<?>>flatMap(decision -> Envelopes.of(decision, now).stream())
                .toList();
    }

    private <T> T woken(Written<T> written) {
        if (!written.events().isEmpty()) {
            outbox.wake(written.events());
        }
        return written.decided();
    }
}
