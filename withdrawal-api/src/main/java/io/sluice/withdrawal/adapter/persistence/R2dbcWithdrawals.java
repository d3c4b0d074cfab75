package io.sluice.withdrawal.adapter.persistence;

import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.Writes;
import io.sluice.messaging.outbox.Outbox;
import io.sluice.withdrawal.adapter.Detached;
import io.sluice.withdrawal.application.AfterCommit;
import io.sluice.withdrawal.application.EventWatch;
import io.sluice.withdrawal.application.IdempotencyKey;
import io.sluice.withdrawal.application.Opening;
import io.sluice.withdrawal.application.WithdrawalQuery;
import io.sluice.withdrawal.application.Withdrawals;
import io.sluice.withdrawal.domain.Refusal;
import io.sluice.withdrawal.domain.Withdrawal;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Withdrawals in PostgreSQL: a handful of statements for a batch of any size. */
final class R2dbcWithdrawals implements Withdrawals {

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final Outbox outbox;
    private final AfterCommit afterCommit;
    private final EventWatch watch;
    private final OpeningRows openings;
    private final StandingRows standings;
    private final ListRows lists;
    private final DailyLimits limits;

    R2dbcWithdrawals(
            DatabaseClient database,
            TransactionalOperator transaction,
            Outbox outbox,
            AfterCommit afterCommit,
            EventWatch watch) {
        this.database = database;
        this.transaction = transaction;
        this.watch = watch;
        this.outbox = outbox;
        this.afterCommit = afterCommit;
        this.openings = new OpeningRows(database);
        this.standings = new StandingRows(database);
        this.lists = new ListRows(database);
        this.limits = new DailyLimits(database);
    }

    private record Batch(List<Written> written, List<Opening.Ready> fresh) {}

    @Override
    public Mono<List<Written>> open(List<Opening> batch) {
        return transaction
                .transactional(openings.draw(batch.size()).flatMap(drawn -> write(batch, drawn)))
                .map(
                        done -> {
                            outbox.wake(
                                    done.fresh().stream().map(Opening.Ready::requested).toList());
                            announce(done.fresh().stream().map(Opening.Ready::withdrawal).toList());
                            watch.published(
                                    done.fresh().stream().map(Opening.Ready::created).toList());
                            return done.written();
                        });
    }

    private Mono<Batch> write(List<Opening> batch, List<Opening.Numbers> drawn) {
        List<Opening.Ready> ready = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            ready.add(batch.get(i).numbered().apply(drawn.get(i)));
        }
        return openings.insertKeys(batch, ready)
                .flatMap(firstTime -> limits.overLimit(batch, ready, firstTime))
                .flatMap(
                        accepted -> {
                            List<Opening.Ready> fresh =
                                    ready.stream()
                                            .filter(r -> accepted.isFresh(r.withdrawal().id()))
                                            .toList();
                            return insert(fresh)
                                    .then(answers(batch, ready, accepted))
                                    .map(written -> new Batch(written, fresh));
                        });
    }

    private Mono<Void> insert(List<Opening.Ready> fresh) {
        if (fresh.isEmpty()) {
            return Mono.empty();
        }
        List<Withdrawal> withdrawals = fresh.stream().map(Opening.Ready::withdrawal).toList();
        List<Writes.Part> writes = new ArrayList<>();
        writes.add(OpeningRows.insert(withdrawals));
        writes.addAll(StandingRows.upsert(parts(withdrawals)));
        writes.addAll(EventRows.insert(fresh.stream().map(Opening.Ready::created).toList()));
        writes.addAll(ReviewRows.open(fresh));
        writes.addAll(outbox.parts(fresh.stream().map(Opening.Ready::requested).toList()));
        return Writes.run(database, writes);
    }

    private static List<WithdrawalRow.PartOf> parts(List<Withdrawal> withdrawals) {
        return withdrawals.stream()
                .flatMap(
                        each ->
                                each.standing().payouts().stream()
                                        .map(payout -> new WithdrawalRow.PartOf(each.id(), payout)))
                .toList();
    }

    private Mono<List<Written>> answers(
            List<Opening> batch, List<Opening.Ready> ready, DailyLimits.Accepted accepted) {
        List<IdempotencyKey> earlier = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (!accepted.firstTime().contains(ready.get(i).withdrawal().id())) {
                earlier.add(batch.get(i).key());
            }
        }
        return openings.known(earlier)
                .map(
                        known -> {
                            List<Written> written = new ArrayList<>();
                            for (int i = 0; i < batch.size(); i++) {
                                Written.Known before = known.get(batch.get(i).key());
                                Refusal refusal =
                                        accepted.refused().get(ready.get(i).withdrawal().id());
                                Written fresh =
                                        refusal == null
                                                ? new Written.Fresh(ready.get(i).answer())
                                                : new Written.Refused(refusal);
                                written.add(before == null ? fresh : before);
                            }
                            return written;
                        });
    }

    @Override
    public Mono<Optional<Written.Known>> known(IdempotencyKey key) {
        return Detached.run(openings.known(List.of(key)))
                .map(found -> Optional.ofNullable(found.get(key)));
    }

    @Override
    public Mono<Changes> change(
            Collection<WithdrawalId> ids, Function<Map<WithdrawalId, Withdrawal>, Changes> decide) {
        return Detached.run(
                        transaction.transactional(
                                standings
                                        .lock(ids)
                                        .flatMap(
                                                before -> {
                                                    Changes changes = decide.apply(before);
                                                    return Writes.run(
                                                                    database,
                                                                    writes(before, changes))
                                                            .thenReturn(changes);
                                                })))
                .doOnNext(
                        changes -> {
                            announce(changes.changed());
                            watch.published(changes.events());
                        });
    }

    private static List<Writes.Part> writes(Map<WithdrawalId, Withdrawal> before, Changes changes) {
        List<Writes.Part> writes = new ArrayList<>();
        writes.addAll(StandingRows.update(before, changes.changed()));
        writes.addAll(EventRows.insert(changes.events()));
        writes.addAll(OperationRows.answer(changes.answered()));
        return writes;
    }

    private void announce(List<Withdrawal> changed) {
        if (!changed.isEmpty()) {
            afterCommit.committed(
                    changed.stream().map(Withdrawal::id).collect(Collectors.toSet()),
                    changed.stream().map(Withdrawal::applicationKey).collect(Collectors.toSet()));
        }
    }

    @Override
    public Mono<Map<WithdrawalId, Integer>> ledgerSequences(Collection<WithdrawalId> ids) {
        return Detached.run(standings.ledgerSequences(ids));
    }

    @Override
    public Mono<Withdrawal> find(String applicationKey, WithdrawalId id) {
        return Detached.run(
                lists.one(applicationKey, id)
                        .flatMap(found -> standings.withPayouts(List.of(found)))
                        .map(List::getFirst));
    }

    @Override
    public Mono<List<Withdrawal>> list(WithdrawalQuery query) {
        return Detached.run(lists.page(query).flatMap(standings::withPayouts));
    }
}
