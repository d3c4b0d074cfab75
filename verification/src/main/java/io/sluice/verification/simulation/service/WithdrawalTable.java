package io.sluice.verification.simulation.service;

import io.sluice.contracts.WithdrawalId;
import io.sluice.verification.simulation.database.Database;
import io.sluice.verification.simulation.database.OutboxRows;
import io.sluice.verification.simulation.world.Host;
import io.sluice.withdrawal.application.IdempotencyKey;
import io.sluice.withdrawal.application.Opening;
import io.sluice.withdrawal.application.WithdrawalQuery;
import io.sluice.withdrawal.application.Withdrawals;
import io.sluice.withdrawal.domain.Withdrawal;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The API's withdrawals, as the contract of {@link Withdrawals} says that they are kept. */
public final class WithdrawalTable {

    private final Database database;
    private final OutboxRows outbox;
    private final Map<WithdrawalId, Withdrawal> withdrawals = new LinkedHashMap<>();
    private final Map<IdempotencyKey, Withdrawals.Written.Known> keys = new HashMap<>();
    private final List<Opening.PublishedEvent> events = new ArrayList<>();
    private int lastNumber;

    public WithdrawalTable(Database database, OutboxRows outbox) {
        this.database = database;
        this.outbox = outbox;
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

    /** As one instance reaches them. */
    public Withdrawals seenFrom(Host host) {
        return new Seen(host);
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
        events.add(ready.created());
        outbox.append(List.of(ready.requested()));
        return new Withdrawals.Written.Fresh(ready.answer());
    }

    private final class Seen implements Withdrawals {

        private final Host host;

        Seen(Host host) {
            this.host = host;
        }

        @Override
        public Mono<List<Written>> open(List<Opening> openings) {
            return database.transaction(
                    host,
                    "opening withdrawals",
                    () -> {
                        List<Written> written = new ArrayList<>();
                        for (Opening opening : openings) {
                            lastNumber += 2;
                            Opening.Numbers numbers =
                                    new Opening.Numbers(lastNumber, lastNumber, lastNumber + 1);
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
                        Map<WithdrawalId, Withdrawal> locked = new HashMap<>();
                        for (WithdrawalId id : ids) {
                            Withdrawal found = withdrawals.get(id);
                            if (found != null) {
                                locked.put(id, found);
                            }
                        }
                        Changes changes = decide.apply(locked);
                        changes.changed().forEach(each -> withdrawals.put(each.id(), each));
                        events.addAll(changes.events());
                        return changes;
                    });
        }

        @Override
        public Mono<Map<WithdrawalId, Integer>> ledgerSequences(Collection<WithdrawalId> ids) {
            return Mono.error(new UnsupportedOperationException("nobody follows another here"));
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
