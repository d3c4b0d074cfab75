package io.sluice.ledger.domain;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.LedgerEvent.FundsReleased;
import io.sluice.contracts.Money;
import io.sluice.contracts.PayoutId;
import io.sluice.ledger.domain.WithdrawalTransitions.Answer;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Moves a withdrawal along its transition table, and its money with it. */
final class Progress {

    private Progress() {}

    /** Takes a step that the totals have led to. */
    static void step(Docket docket, WithdrawalStep step) {
        WithdrawalState state = docket.withdrawal().state();
        switch (WithdrawalTransitions.answer(state, step)) {
            case Answer.To(WithdrawalState next) -> docket.update(docket.withdrawal().in(next));
            case Answer.Nothing _ -> {}
            case Answer.Declined _, Answer.Unreachable _ ->
                    throw new IllegalStateException(
                            "withdrawal: "
                                    + step
                                    + " in "
                                    + state
                                    + " (expected: a reachable step)");
        }
    }

    /**
     * Takes the step that the new totals call for.
     *
     * @param inPart where something is still outstanding
     */
    static void afterTotals(Docket docket, WithdrawalStep inPart) {
        Withdrawal withdrawal = docket.withdrawal();
        if (withdrawal.totals().outstanding() > 0) {
            step(docket, inPart);
            return;
        }
        if (withdrawal.totals().settled() == 0) {
            step(docket, WithdrawalStep.FINISHED_UNPAID);
            return;
        }
        step(docket, WithdrawalStep.FINISHED_SENT);
        if (withdrawal.totals().returned() > 0) {
            step(docket, WithdrawalStep.CAME_BACK);
        }
    }

    /**
     * Gives money that will not be sent back to the wallet; in final debit it was never taken, and
     * only counts. The state is the caller's business, before the event: totals and state of an
     * event agree.
     */
    static void release(
            Docket docket,
            long amount,
            @Nullable PayoutId payoutId,
            String reasonCode,
            Instant eventAt) {
        Withdrawal withdrawal = docket.withdrawal().release(amount);
        docket.update(withdrawal);
        Terms terms = withdrawal.terms();
        if (terms.model() == BalanceModel.PRE_RESERVE) {
            docket.post(
                    new Transfer(
                            TransferId.of(
                                    EntryKind.RELEASE, terms.id(), withdrawal.totals().released()),
                            EntryKind.RELEASE,
                            docket.chart().reserved(terms.wallet()),
                            docket.chart().wallet(terms.wallet()),
                            new Money(amount, terms.wallet().currency()),
                            terms.id(),
                            payoutId,
                            null,
                            eventAt),
                    false);
        }
        docket.emit(
                (sequence, totals) ->
                        new FundsReleased(
                                terms.id(),
                                sequence,
                                totals,
                                terms.wallet().currency(),
                                payoutId,
                                amount,
                                reasonCode));
    }
}
