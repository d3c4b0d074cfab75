package io.sluice.withdrawal.application;

import io.sluice.contracts.EventId;
import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.domain.Refusal;
import io.sluice.withdrawal.domain.Withdrawal;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The withdrawals, durable. Every method that writes is one commit. */
public interface Withdrawals {

    /** What a key holds: fresh, or the answer that an earlier request with it got. */
    sealed interface Written {

        record Fresh(StoredAnswer answer) implements Written {}

        record Refused(Refusal refusal) implements Written {}

        record Known(StoredAnswer answer, String requestHash) implements Written {}
    }

    /** The ledger's no to an operation, by the event that asked for it. */
    record Answered(EventId asked, String reason) {}

    /** The changed withdrawals, what their partners hear, and which operations were answered. */
    record Changes(
            List<Withdrawal> changed,
            List<Opening.PublishedEvent> events,
            List<Answered> answered) {

        public Changes {
            changed = List.copyOf(changed);
            events = List.copyOf(events);
            answered = List.copyOf(answered);
        }
    }

    /**
     * Writes withdrawal, idempotency key, outbox row and first partner event of each, unless its
     * key is known. Wakes whoever publishes, after the commit.
     *
     * @param openings no key twice
     * @return one for each, in order
     */
    Mono<List<Written>> open(List<Opening> openings);

    /** The answer stored under a key. */
    Mono<Optional<Written.Known>> known(IdempotencyKey key);

    /**
     * Reads the withdrawals under their row locks, asks what is to change, and writes it.
     *
     * @param decide pure; sees those of the ids that exist
     */
    Mono<Changes> change(
            Collection<WithdrawalId> ids, Function<Map<WithdrawalId, Withdrawal>, Changes> decide);

    /** How far each of these that exist has followed the ledger. */
    Mono<Map<WithdrawalId, Integer>> ledgerSequences(Collection<WithdrawalId> ids);

    /** One withdrawal of an application; empty for another's. */
    Mono<Withdrawal> find(String applicationKey, WithdrawalId id);

    /** Newest first, at most {@code limit}. */
    Mono<List<Withdrawal>> list(WithdrawalQuery query);
}
