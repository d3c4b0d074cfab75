package io.sluice.withdrawal.application;

import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.domain.Withdrawal;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;

/** What two operators decide, with its audit trail. Each ruling is one commit. */
public interface Reviews {

    /** What became of an operator's word. */
    enum Ruling {
        NOT_FOUND,
        /** Nothing waits for it: decided already, or lapsed, or never under review. */
        NOT_WAITING,
        /** The same operator again: another one is needed. */
        SAME_OPERATOR,
        /** The first of two. */
        FIRST,
        DONE
    }

    /** A withdrawal under review. */
    record Waiting(Withdrawal withdrawal, List<String> approvedBy, Instant lapsesAt) {

        public Waiting {
            approvedBy = List.copyOf(approvedBy);
        }
    }

    /**
     * One line of the audit trail.
     *
     * @param id grows with time: where a page ends and the next begins
     */
    record AuditEntry(
            long id,
            Instant at,
            String operator,
            String action,
            String subject,
            @Nullable String reason) {}

    Mono<List<Waiting>> waiting();

    /** The second approval orders the whole (automatic), or lifts the bar on orders (managed). */
    Mono<Ruling> approve(WithdrawalId id, String operator, String reason);

    /** One rejection is enough: the reserve is given back. */
    Mono<Ruling> reject(WithdrawalId id, String operator, String reason);

    /** The second word gives back what remains of a managed withdrawal. */
    Mono<Ruling> release(WithdrawalId id, String operator, String reason);

    /** Reviews past their time lapse: their reserves are given back. */
    Mono<Integer> lapse();

    /**
     * Newest first, at most so many.
     *
     * @param subject only what was done to it; null: all
     * @param before only what is older than this entry; null: from the newest
     */
    Mono<List<AuditEntry>> audit(@Nullable String subject, @Nullable Long before, int most);
}
