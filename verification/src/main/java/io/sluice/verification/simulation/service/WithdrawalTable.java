package io.sluice.verification.simulation.service;

import io.sluice.contracts.WithdrawalId;
import io.sluice.verification.simulation.database.Database;
import io.sluice.verification.simulation.database.OutboxRows;
import io.sluice.verification.simulation.world.Host;
import io.sluice.withdrawal.application.AfterCommit;
import io.sluice.withdrawal.application.IdempotencyKey;
import io.sluice.withdrawal.application.Opening;
import io.sluice.withdrawal.application.WithdrawalQuery;
import io.sluice.withdrawal.application.Withdrawals;
import io.sluice.withdrawal.domain.Payout;
import io.sluice.withdrawal.domain.Withdrawal;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The API's withdrawals, as the contract of {@link Withdrawals} says that they are kept. */
public final class WithdrawalTable {

    private final Database database;
    private final OutboxRows outbox;
    private final OperationTable operations;
    private final ReviewTable reviews;
    private final Map<WithdrawalId, Withdrawal> withdrawals = new LinkedHashMap<>();
    private final Map<IdempotencyKey, Withdrawals.Written.Known> keys = new HashMap<>();
    private final List<Opening.PublishedEvent> events = new ArrayList<>();
    private int lastNumber;

    WithdrawalTable(
            Database database, OutboxRows outbox, OperationTable operations, ReviewTable reviews) {
        this.database = database;
        this.outbox = outbox;
        this.operations = operations;
        this.reviews = reviews;
    }

    public Collection<Withdrawal> all() {
        return withdrawals.values();
    }

    public @Nullable Withdrawal get(WithdrawalId id) {
        return withdrawals.get(id);
    }

    /** What partners are to hear, in the order in which it was written. */
    public List<Opening.PublishedEvent> events() {
        return events;
    }

    @Nullable Withdrawal numbered(int number) {
        return withdrawals.values().stream()
                .filter(each -> each.number() == number)
                .findFirst()
                .orElse(null);
    }

    /** From the sequence that all numbers come from: gaps are harmless. */
    int nextNumber() {
        lastNumber++;
        return lastNumber;
    }

    /** A payout of it is ordered: within the transaction that asks for it. */
    void add(WithdrawalId id, Payout payout) {
        withdrawals.computeIfPresent(
                id,
                (_, withdrawal) -> {
                    List<Payout> payouts = new ArrayList<>(withdrawal.standing().payouts());
                    payouts.add(payout);
                    payouts.sort(Comparator.comparing(each -> each.id().value()));
                    return withdrawal.standing(withdrawal.standing().withPayouts(payouts));
                });
    }

    /** As one instance reaches them. */
    Withdrawals seenFrom(Host host, AfterCommit afterCommit) {
        return new Seen(host, afterCommit);
    }

    private Withdrawals.Written write(Opening opening, Opening.Ready ready) {
        Withdrawals.Written.Known known = keys.get(opening.key());
        if (known != null) {
            return known;
        }
        keys.put(
                opening.key(),
                new Withdrawals.Written.Known(ready.answer(), opening.requestHash()));
        withdrawals.put(ready.withdrawal().id(), ready.withdrawal());
        reviews.open(ready);
        events.add(ready.created());
        outbox.append(List.of(ready.requested()));
        return new Withdrawals.Written.Fresh(ready.answer());
    }

    private final class Seen implements Withdrawals {

        private final Host host;
        private final AfterCommit afterCommit;

        Seen(Host host, AfterCommit afterCommit) {
            this.host = host;
            this.afterCommit = afterCommit;
        }

        @Override
        public Mono<List<Written>> open(List<Opening> openings) {
            return database.transaction(
                    host,
                    "opening withdrawals",
                    () -> {
                        List<Written> written = new ArrayList<>();
                        for (Opening opening : openings) {
                            int number = nextNumber();
                            Opening.Numbers numbers =
                                    new Opening.Numbers(number, number, nextNumber());
                            written.add(write(opening, opening.numbered().apply(numbers)));
                        }
                        return written;
                    });
        }

        @Override
        public Mono<Optional<Written.Known>> known(IdempotencyKey key) {
            return database.look(host, "finding a key", () -> Optional.ofNullable(keys.get(key)));
        }

        @Override
        public Mono<Changes> change(
                Collection<WithdrawalId> ids,
                Function<Map<WithdrawalId, Withdrawal>, Changes> decide) {
            return database.transaction(
                            host,
                            "following the ledger",
                            () -> {
                                Changes changes = decide.apply(known(ids));
                                changes.changed().forEach(each -> withdrawals.put(each.id(), each));
                                events.addAll(changes.events());
                                operations.answer(changes.answered());
                                return changes;
                            })
                    .doOnNext(this::announce);
        }

        private Map<WithdrawalId, Withdrawal> known(Collection<WithdrawalId> ids) {
            Map<WithdrawalId, Withdrawal> locked = new HashMap<>();
            for (WithdrawalId id : ids) {
                Withdrawal found = withdrawals.get(id);
                if (found != null) {
                    locked.put(id, found);
                }
            }
            return locked;
        }

        private void announce(Changes changes) {
            afterCommit.committed(
                    changes.changed().stream().map(Withdrawal::id).collect(Collectors.toSet()),
                    Set.of());
        }

        @Override
        public Mono<Map<WithdrawalId, Integer>> ledgerSequences(Collection<WithdrawalId> ids) {
            return database.look(
                    host,
                    "looking for changes",
                    () -> {
                        Map<WithdrawalId, Integer> sequences = new LinkedHashMap<>();
                        known(ids)
                                .forEach(
                                        (id, found) ->
                                                sequences.put(
                                                        id, found.standing().ledgerSequence()));
                        return sequences;
                    });
        }

        @Override
        public Mono<Withdrawal> find(String applicationKey, WithdrawalId id) {
            return database.look(
                    host,
                    "finding a withdrawal",
                    () -> {
                        Withdrawal found = withdrawals.get(id);
                        return found != null && found.applicationKey().equals(applicationKey)
                                ? found
                                : null;
                    });
        }

        @Override
        public Mono<List<Withdrawal>> list(WithdrawalQuery query) {
            return Mono.error(new UnsupportedOperationException("nobody lists here"));
        }
    }
}
