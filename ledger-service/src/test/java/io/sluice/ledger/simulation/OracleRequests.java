package io.sluice.ledger.simulation;

import io.sluice.contracts.LedgerEvent.CancellationDeclined;
import io.sluice.contracts.LedgerEvent.FundsRefused;
import io.sluice.contracts.LedgerEvent.FundsReserved;
import io.sluice.contracts.LedgerEvent.OfWithdrawal;
import io.sluice.contracts.LedgerEvent.PayoutAuthorized;
import io.sluice.contracts.LedgerEvent.PayoutDeclined;
import io.sluice.contracts.LedgerEvent.ReleaseDeclined;
import io.sluice.contracts.LedgerEvent.WithdrawalCancelled;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent.PayoutOrdered;
import io.sluice.contracts.WithdrawalEvent.RemainderReleaseRequested;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;

/** Judges what the ledger decided on requests, orders and endings. */
final class OracleRequests {

    private final OracleState state;

    OracleRequests(OracleState state) {
        this.state = state;
    }

    OracleWithdrawal opened(OfWithdrawal event, @Nullable SluiceEvent cause) {
        if (!(cause instanceof WithdrawalRequested request)) {
            throw new Oracle.Violation("opened by " + cause + ": " + event);
        }
        Oracle.expect(
                !state.withdrawals.containsKey(event.withdrawalId()), "opened twice: %s", event);
        OracleWithdrawal withdrawal = new OracleWithdrawal(request);
        state.withdrawals.put(event.withdrawalId(), withdrawal);
        return withdrawal;
    }

    void reserved(FundsReserved event, @Nullable SluiceEvent cause) {
        OracleWithdrawal withdrawal = opened(event, cause);
        WalletKey wallet = withdrawal.request.wallet();
        Oracle.expect(!withdrawal.isFinalDebit(), "reserved a final debit: %s", event);
        Oracle.expect(state.balance(wallet) >= event.amount(), "reserved too much: %s", event);
        Oracle.expect(event.amount() == withdrawal.request.amount(), "reserved another: %s", event);
        state.add(wallet, -event.amount());
        withdrawal.number(event);
    }

    void refused(FundsRefused event, @Nullable SluiceEvent cause) {
        OracleWithdrawal withdrawal = opened(event, cause);
        Oracle.expect(
                state.balance(withdrawal.request.wallet()) < withdrawal.request.amount(),
                "refused although there is enough: %s",
                event);
        withdrawal.released = withdrawal.request.amount();
        withdrawal.closed = true;
        withdrawal.number(event);
    }

    void authorized(PayoutAuthorized event, @Nullable SluiceEvent cause) {
        OracleWithdrawal withdrawal = state.of(event.withdrawalId(), event);
        Oracle.expect(!withdrawal.closed, "authorized when closed: %s", event);
        Oracle.expect(event.amount() <= withdrawal.remainder(), "authorized too much: %s", event);
        Oracle.expect(
                withdrawal.ordered.put(event.payoutId(), event.amount()) == null,
                "twice: %s",
                event);
        if (withdrawal.isAutomatic()) {
            Oracle.expect(
                    event.amount() == withdrawal.request.amount(), "not the whole: %s", event);
        }
        if (withdrawal.isFinalDebit()) {
            Oracle.expect(
                    state.balance(withdrawal.request.wallet()) >= event.amount(),
                    "authorized more than is there: %s",
                    event);
        }
        withdrawal.open.put(event.payoutId(), event.amount());
        withdrawal.closed =
                cause instanceof PayoutOrdered order && Boolean.TRUE.equals(order.closes());
        withdrawal.number(event);
    }

    void declined(PayoutDeclined event, @Nullable SluiceEvent cause) {
        OracleWithdrawal withdrawal = state.of(event.withdrawalId(), event);
        long remainder = withdrawal.remainder();
        Long asked = cause instanceof PayoutOrdered order ? order.amount() : null;
        long amount = asked == null ? remainder : asked;
        boolean mayPay =
                !withdrawal.closed
                        && remainder > 0
                        && amount <= remainder
                        && (!withdrawal.isAutomatic() || amount == remainder)
                        && (!withdrawal.isFinalDebit()
                                || state.balance(withdrawal.request.wallet()) >= amount);
        Oracle.expect(!mayPay, "declined with %s remaining: %s", remainder, event);
        withdrawal.number(event);
    }

    void cancelled(WithdrawalCancelled event) {
        OracleWithdrawal withdrawal = state.of(event.withdrawalId(), event);
        Oracle.expect(!withdrawal.wasStarted(), "cancelled after the start: %s", event);
        Oracle.expect(!withdrawal.closed, "cancelled when closed: %s", event);
        withdrawal.cancelled = true;
        withdrawal.closed = true;
        withdrawal.number(event);
    }

    void releaseDeclined(ReleaseDeclined event, @Nullable SluiceEvent cause) {
        OracleWithdrawal withdrawal = state.of(event.withdrawalId(), event);
        boolean two =
                cause instanceof RemainderReleaseRequested asked
                        && new HashSet<>(asked.approvedBy()).size() > 1;
        boolean mayRelease =
                two
                        && !withdrawal.isAutomatic()
                        && !withdrawal.closed
                        && withdrawal.remainder() > 0;
        Oracle.expect(!mayRelease, "declined a release: %s", event);
        withdrawal.number(event);
    }

    void cancellationDeclined(CancellationDeclined event) {
        OracleWithdrawal withdrawal = state.of(event.withdrawalId(), event);
        Oracle.expect(
                withdrawal.wasStarted() || withdrawal.closed, "declined to cancel: %s", event);
        withdrawal.number(event);
    }
}
