package io.sluice.ledger.domain;

import io.sluice.contracts.LedgerCommand.ReserveExpiryDue;
import io.sluice.contracts.LedgerEvent.CancellationDeclined;
import io.sluice.contracts.LedgerEvent.ReleaseDeclined;
import io.sluice.contracts.LedgerEvent.WithdrawalCancelled;
import io.sluice.contracts.Processing;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;
import io.sluice.contracts.WithdrawalEvent.RemainderReleaseRequested;
import io.sluice.ledger.domain.WithdrawalTransitions.Answer;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;

/** Giving up what is not under way: cancellation, release by two operators, expiry. */
final class EndingRules {

    private static final int OPERATORS_NEEDED = 2;

    private EndingRules() {}

    static void cancel(Docket docket, CancellationRequested request, Instant at) {
        Withdrawal withdrawal = WithdrawalRules.known(docket, request.withdrawalId());
        docket.about(withdrawal);
        Terms terms = withdrawal.terms();
        switch (WithdrawalTransitions.answer(
                withdrawal.state(), WithdrawalStep.CANCELLATION_ASKED)) {
            case Answer.To(WithdrawalState next) -> {
                docket.update(withdrawal.in(next));
                docket.emit(
                        (sequence, totals) ->
                                new WithdrawalCancelled(
                                        terms.id(),
                                        sequence,
                                        totals,
                                        terms.wallet().currency(),
                                        request.reason()));
                Progress.release(docket, withdrawal.remainder(), null, request.reason(), at);
            }
            case Answer.Declined(String reason) ->
                    docket.emit(
                            (sequence, totals) ->
                                    new CancellationDeclined(
                                            terms.id(),
                                            sequence,
                                            totals,
                                            terms.wallet().currency(),
                                            reason));
            case Answer.Nothing _, Answer.Unreachable _ ->
                    throw new IllegalStateException("cancellation: no answer (expected: one)");
        }
    }

    static void release(Docket docket, RemainderReleaseRequested request, Instant at) {
        Withdrawal withdrawal = WithdrawalRules.known(docket, request.withdrawalId());
        docket.about(withdrawal);
        String refusal = declined(withdrawal, request.approvedBy());
        if (refusal == null) {
            close(docket, WithdrawalStep.RELEASE_ASKED, "released", at);
            return;
        }
        docket.emit(
                (sequence, totals) ->
                        new ReleaseDeclined(
                                withdrawal.terms().id(),
                                sequence,
                                totals,
                                withdrawal.terms().wallet().currency(),
                                refusal));
    }

    private static @Nullable String declined(Withdrawal withdrawal, List<String> approvedBy) {
        if (new HashSet<>(approvedBy).size() < OPERATORS_NEEDED) {
            return "two_operators_needed";
        }
        if (withdrawal.terms().processing() != Processing.MANAGED) {
            return "not_managed";
        }
        return switch (WithdrawalTransitions.answer(
                withdrawal.state(), WithdrawalStep.RELEASE_ASKED)) {
            case Answer.Declined(String reason) -> reason;
            case Answer.To _ -> withdrawal.remainder() == 0 ? "nothing_remains" : null;
            case Answer.Nothing _, Answer.Unreachable _ ->
                    throw new IllegalStateException("release: no answer (expected: one)");
        };
    }

    static void expire(Docket docket, ReserveExpiryDue due, Instant at) {
        Withdrawal withdrawal = WithdrawalRules.known(docket, due.withdrawalId());
        docket.about(withdrawal);
        Instant expiresAt = withdrawal.terms().expiresAt();
        boolean isDue =
                expiresAt != null
                        && expiresAt.equals(due.dueAt().truncatedTo(ChronoUnit.MICROS))
                        && !docket.bookedAt().isBefore(expiresAt);
        if (isDue && !withdrawal.isClosed()) {
            close(docket, WithdrawalStep.EXPIRED, "expired", at);
        }
    }

    /** An automatic withdrawal is ordered once: what cannot be paid then never will be. */
    static void unpayable(Docket docket, String reason, Instant at) {
        Progress.step(docket, WithdrawalStep.FINISHED_UNPAID);
        Progress.release(docket, docket.withdrawal().remainder(), null, reason, at);
    }

    /** Takes no more orders, and gives back what has no authorized payout. */
    private static void close(Docket docket, WithdrawalStep step, String reason, Instant at) {
        long remainder = docket.withdrawal().remainder();
        Progress.step(docket, step);
        if (remainder == 0) {
            return;
        }
        Progress.release(docket, remainder, null, reason, at);
        if (docket.withdrawal().state() == WithdrawalState.CLOSING
                && docket.withdrawal().totals().outstanding() == 0) {
            Progress.afterTotals(docket, WithdrawalStep.PART_UNPAID);
        }
    }
}
