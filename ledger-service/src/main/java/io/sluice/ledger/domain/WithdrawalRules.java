package io.sluice.ledger.domain;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.EncryptedDestination;
import io.sluice.contracts.LedgerEvent.FundsRefused;
import io.sluice.contracts.LedgerEvent.FundsReserved;
import io.sluice.contracts.LedgerEvent.PayoutAuthorized;
import io.sluice.contracts.LedgerEvent.PayoutDeclined;
import io.sluice.contracts.Money;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Processing;
import io.sluice.contracts.WithdrawalEvent.PayoutOrdered;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.domain.WithdrawalTransitions.Answer;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Opening a withdrawal and ordering payouts of it. */
final class WithdrawalRules {

    private static final String INSUFFICIENT_FUNDS = "insufficient_funds";
    private static final String AMOUNT_OVERFLOW = "amount_overflow";

    private WithdrawalRules() {}

    static void requested(Docket docket, WithdrawalRequested request, Instant at) {
        Terms terms = Terms.of(request);
        if (!terms.wallet().slot().equals(terms.id().slot())) {
            throw new Refusal(
                    "withdrawalId: slot "
                            + terms.id().slot().value()
                            + " (expected: "
                            + terms.wallet().slot().value()
                            + ", the wallet's)");
        }
        Withdrawal known = docket.books().withdrawal(terms.id());
        if (known != null) {
            if (!known.terms().equals(terms) || known.totals().requested() != request.amount()) {
                throw new Refusal("withdrawalId: known with other terms (expected: a new one)");
            }
            docket.about(known);
            return;
        }
        Withdrawal opened = Withdrawal.opened(terms, request.amount());
        docket.update(opened);
        String refusal = refusal(docket, terms, request.amount());
        if (refusal != null) {
            refuse(docket, opened, refusal);
            return;
        }
        reserve(docket, terms, request.amount(), at);
        if (request.payoutId() != null) {
            authorize(
                    docket,
                    WithdrawalStep.ORDERED,
                    request.payoutId(),
                    request.amount(),
                    request.route(),
                    request.destination());
        }
    }

    private static @Nullable String refusal(Docket docket, Terms terms, long amount) {
        Account wallet = docket.chart().wallet(terms.wallet());
        if (docket.balance(wallet).amount() < amount) {
            return INSUFFICIENT_FUNDS;
        }
        return switch (terms.model()) {
            case FINAL_DEBIT -> null;
            case PRE_RESERVE ->
                    docket.fits(wallet, docket.chart().reserved(terms.wallet()), amount)
                            ? null
                            : AMOUNT_OVERFLOW;
        };
    }

    private static void refuse(Docket docket, Withdrawal opened, String reason) {
        docket.update(opened.release(opened.totals().requested()).in(WithdrawalState.REFUSED));
        Terms terms = opened.terms();
        docket.emit(
                (sequence, totals) ->
                        new FundsRefused(
                                terms.id(), sequence, totals, terms.wallet().currency(), reason));
    }

    private static void reserve(Docket docket, Terms terms, long amount, Instant at) {
        if (terms.model() == BalanceModel.FINAL_DEBIT) {
            return;
        }
        docket.post(
                new Transfer(
                        TransferId.of(EntryKind.RESERVE, terms.id()),
                        EntryKind.RESERVE,
                        docket.chart().wallet(terms.wallet()),
                        docket.chart().reserved(terms.wallet()),
                        new Money(amount, terms.wallet().currency()),
                        terms.id(),
                        null,
                        null,
                        at),
                false);
        docket.emit(
                (sequence, totals) ->
                        new FundsReserved(
                                terms.id(), sequence, totals, terms.wallet().currency(), amount));
    }

    private static void authorize(
            Docket docket,
            WithdrawalStep step,
            PayoutId payoutId,
            long amount,
            List<String> route,
            EncryptedDestination destination) {
        Withdrawal withdrawal = docket.withdrawal();
        Terms terms = withdrawal.terms();
        if (!payoutId.slot().equals(terms.id().slot())) {
            throw new Refusal(
                    "payoutId: slot "
                            + payoutId.slot().value()
                            + " (expected: "
                            + terms.id().slot().value()
                            + ", the withdrawal's)");
        }
        if (docket.books().payout(payoutId) != null) {
            throw new Refusal("payoutId: of another withdrawal (expected: a new one)");
        }
        docket.update(Payout.authorized(payoutId, terms.id(), amount));
        docket.update(withdrawal.authorize(amount));
        Progress.step(docket, step);
        docket.emit(
                (sequence, totals) ->
                        new PayoutAuthorized(
                                terms.id(),
                                sequence,
                                totals,
                                terms.wallet().currency(),
                                payoutId,
                                amount,
                                terms.wallet().merchantId(),
                                terms.applicationKey(),
                                terms.wallet().externalUserId(),
                                route,
                                destination));
    }

    static void ordered(Docket docket, PayoutOrdered order, Instant at) {
        Withdrawal withdrawal = known(docket, order.withdrawalId());
        docket.about(withdrawal);
        Payout payout = docket.books().payout(order.payoutId());
        if (payout != null && payout.withdrawalId().equals(order.withdrawalId())) {
            return;
        }
        long amount = order.amount() == null ? withdrawal.remainder() : order.amount();
        WithdrawalStep step =
                Boolean.TRUE.equals(order.closes())
                        ? WithdrawalStep.ORDERED_LAST
                        : WithdrawalStep.ORDERED;
        String reason = declined(docket, withdrawal, step, amount);
        if (reason == null) {
            authorize(docket, step, order.payoutId(), amount, order.route(), order.destination());
            return;
        }
        docket.emit(
                (sequence, totals) ->
                        new PayoutDeclined(
                                order.withdrawalId(),
                                sequence,
                                totals,
                                withdrawal.terms().wallet().currency(),
                                order.payoutId(),
                                reason));
        if (reason.equals(INSUFFICIENT_FUNDS)
                && withdrawal.terms().processing() == Processing.AUTOMATIC) {
            EndingRules.unpayable(docket, reason, at);
        }
    }

    private static @Nullable String declined(
            Docket docket, Withdrawal withdrawal, WithdrawalStep step, long amount) {
        return switch (WithdrawalTransitions.answer(withdrawal.state(), step)) {
            case Answer.Declined(String reason) -> reason;
            case Answer.To _ -> declinedByAmount(docket, withdrawal, amount);
            case Answer.Nothing _, Answer.Unreachable _ ->
                    throw new IllegalStateException("order: no answer (expected: one)");
        };
    }

    private static @Nullable String declinedByAmount(
            Docket docket, Withdrawal withdrawal, long amount) {
        Terms terms = withdrawal.terms();
        if (withdrawal.remainder() == 0) {
            return "nothing_remains";
        }
        if (amount > withdrawal.remainder()) {
            return "amount_exceeds_remaining";
        }
        if (terms.processing() == Processing.AUTOMATIC && amount < withdrawal.remainder()) {
            return "not_managed";
        }
        if (terms.model() == BalanceModel.FINAL_DEBIT
                && docket.balance(docket.chart().wallet(terms.wallet())).amount() < amount) {
            return INSUFFICIENT_FUNDS;
        }
        return null;
    }

    /** A record of a withdrawal that was never requested can never be booked. */
    static Withdrawal known(Docket docket, WithdrawalId id) {
        Withdrawal withdrawal = docket.books().withdrawal(id);
        if (withdrawal == null) {
            throw new Refusal("withdrawalId: unknown (expected: one that was requested)");
        }
        return withdrawal;
    }
}
