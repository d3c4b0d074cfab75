package io.sluice.ledger.domain;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.LedgerEvent.DoublePayoutDetected;
import io.sluice.contracts.LedgerEvent.FundsReturned;
import io.sluice.contracts.LedgerEvent.FundsSettled;
import io.sluice.contracts.LedgerEvent.PayoutRejected;
import io.sluice.contracts.LedgerEvent.WalletOverdrawn;
import io.sluice.contracts.Money;
import io.sluice.contracts.PayoutStatusReported;

import org.jspecify.annotations.Nullable;

import java.util.Currency;

/** The transfers and events that one fact leads to. */
final class FactPostings {

    private final Docket docket;
    private final PayoutStatusReported fact;
    private final Terms terms;
    private final Currency currency;
    private final Account clearing;
    private boolean hasSettled;

    FactPostings(Docket docket, PayoutStatusReported fact) {
        this.docket = docket;
        this.fact = fact;
        this.terms = docket.withdrawal().terms();
        this.currency = fact.currency();
        this.clearing =
                docket.chart().clearing(fact.provider(), fact.currency(), terms.partition());
    }

    /** A settlement was announced for this fact. */
    boolean hasSettled() {
        return hasSettled;
    }

    /** From the reserve, or the wallet (final debit), to the provider. */
    Transfer settle(long amount, long sentTotal) {
        boolean isFinalDebit = terms.model() == BalanceModel.FINAL_DEBIT;
        Account source =
                isFinalDebit
                        ? docket.chart().wallet(terms.wallet())
                        : docket.chart().reserved(terms.wallet());
        Transfer transfer =
                transfer(EntryKind.SETTLE, "settle", source, clearing, amount, sentTotal, null);
        docket.post(transfer, isFinalDebit);
        return transfer;
    }

    void suspend(long amount, long sentTotal) {
        docket.post(
                transfer(EntryKind.SUSPENSE, "sent", suspense(), clearing, amount, sentTotal, null),
                false);
    }

    void fee(long amount, long feeTotal) {
        Account fees = docket.chart().fees(currency, terms.partition());
        docket.post(transfer(EntryKind.FEE, "fee", fees, clearing, amount, feeTotal, null), false);
    }

    void returnToSuspense(long amount, Attempt attempt) {
        docket.post(
                transfer(
                        EntryKind.SUSPENSE,
                        "returned",
                        clearing,
                        suspense(),
                        amount,
                        attempt.returned(),
                        null),
                false);
    }

    void returnToWallet(long amount, Attempt attempt) {
        docket.post(
                transfer(
                        EntryKind.RETURN,
                        "returned",
                        clearing,
                        docket.chart().wallet(terms.wallet()),
                        amount,
                        attempt.returned(),
                        attempt.settledBy()),
                false);
    }

    private Account suspense() {
        return docket.chart().suspense(currency, terms.partition());
    }

    private Transfer transfer(
            EntryKind kind,
            String what,
            Account debit,
            Account credit,
            long amount,
            long total,
            @Nullable TransferId linkedTo) {
        return new Transfer(
                TransferId.of(kind, what, fact.payoutId(), fact.attempt(), total),
                kind,
                debit,
                credit,
                new Money(amount, currency),
                terms.id(),
                fact.payoutId(),
                linkedTo,
                fact.occurredAt());
    }

    void settled(long amount, long settledTotal, long fee, boolean endsPayout) {
        hasSettled = true;
        docket.emit(
                (sequence, totals) ->
                        new FundsSettled(
                                terms.id(),
                                sequence,
                                totals,
                                currency,
                                fact.payoutId(),
                                fact.attempt(),
                                amount,
                                settledTotal,
                                fee,
                                endsPayout,
                                fact.provider(),
                                fact.providerReference()));
    }

    /** Says so where a final debit left the wallet below zero. */
    void overdrawn() {
        Account wallet = docket.chart().wallet(terms.wallet());
        long below = docket.balance(wallet).overdraft();
        if (terms.model() == BalanceModel.FINAL_DEBIT && below > 0) {
            docket.emit(
                    (sequence, totals) ->
                            new WalletOverdrawn(
                                    terms.id(),
                                    sequence,
                                    totals,
                                    currency,
                                    fact.payoutId(),
                                    wallet.id().value(),
                                    below));
        }
    }

    void doublePayout(int settledAttempt, long amount) {
        docket.emit(
                (sequence, totals) ->
                        new DoublePayoutDetected(
                                terms.id(),
                                sequence,
                                totals,
                                currency,
                                fact.payoutId(),
                                settledAttempt,
                                fact.attempt(),
                                amount));
    }

    void rejected(long amount, String reasonCode) {
        docket.emit(
                (sequence, totals) ->
                        new PayoutRejected(
                                terms.id(),
                                sequence,
                                totals,
                                currency,
                                fact.payoutId(),
                                fact.attempt(),
                                amount,
                                fact.provider(),
                                reasonCode));
    }

    void returned(long amount, long returnedTotal) {
        docket.emit(
                (sequence, totals) ->
                        new FundsReturned(
                                terms.id(),
                                sequence,
                                totals,
                                currency,
                                fact.payoutId(),
                                fact.attempt(),
                                amount,
                                returnedTotal,
                                fact.reasonCode()));
    }
}
