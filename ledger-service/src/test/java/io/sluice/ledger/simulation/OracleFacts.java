package io.sluice.ledger.simulation;

import io.sluice.contracts.LedgerEvent.DoublePayoutDetected;
import io.sluice.contracts.LedgerEvent.FactQuarantined;
import io.sluice.contracts.LedgerEvent.FundsReleased;
import io.sluice.contracts.LedgerEvent.FundsReturned;
import io.sluice.contracts.LedgerEvent.FundsSettled;
import io.sluice.contracts.LedgerEvent.PayoutRejected;
import io.sluice.contracts.LedgerEvent.WalletOverdrawn;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.SluiceEvent;

import org.jspecify.annotations.Nullable;

/** Judges what the ledger made of facts. */
final class OracleFacts {

    private final OracleState state;

    OracleFacts(OracleState state) {
        this.state = state;
    }

    void rejected(PayoutRejected event) {
        OracleWithdrawal withdrawal = state.of(event.withdrawalId(), event);
        Long open = withdrawal.open.remove(event.payoutId());
        Oracle.expect(open != null && open == event.amount(), "rejected %s: %s", open, event);
        Oracle.expect(
                withdrawal.settledOf.getOrDefault(event.payoutId(), 0L) == 0,
                "rejected although paid: %s",
                event);
        withdrawal.number(event);
    }

    void settled(FundsSettled event) {
        OracleWithdrawal withdrawal = state.of(event.withdrawalId(), event);
        Long open = withdrawal.open.get(event.payoutId());
        if (open == null) {
            Oracle.expect(event.amount() <= withdrawal.remainder(), "settled a reserve: %s", event);
        } else {
            Oracle.expect(event.amount() <= open, "settled more than is open: %s", event);
            withdrawal.open.put(event.payoutId(), open - event.amount());
        }
        if (event.endsPayout()) {
            withdrawal.open.remove(event.payoutId());
        }
        withdrawal.settled += event.amount();
        withdrawal.settledOf.merge(event.payoutId(), event.amount(), Math::addExact);
        if (withdrawal.isFinalDebit()) {
            state.add(withdrawal.request.wallet(), -event.amount());
        }
        withdrawal.number(event);
    }

    void released(FundsReleased event, @Nullable SluiceEvent cause) {
        OracleWithdrawal withdrawal = state.of(event.withdrawalId(), event);
        Oracle.expect(event.amount() > 0, "released nothing: %s", event);
        Oracle.expect(event.amount() == withdrawal.remainder(), "released not the rest: %s", event);
        if (cause instanceof PayoutStatusReported) {
            Oracle.expect(
                    withdrawal.isAutomatic() || withdrawal.closed || state.mayBeExpired(withdrawal),
                    "released what should remain: %s",
                    event);
        } else {
            withdrawal.closed = true;
        }
        withdrawal.released += event.amount();
        if (!withdrawal.isFinalDebit()) {
            state.add(withdrawal.request.wallet(), event.amount());
        }
        withdrawal.number(event);
    }

    void returned(FundsReturned event) {
        OracleWithdrawal withdrawal = state.of(event.withdrawalId(), event);
        withdrawal.returned += event.amount();
        withdrawal.returnedOf.merge(event.payoutId(), event.amount(), Math::addExact);
        state.add(withdrawal.request.wallet(), event.amount());
        withdrawal.number(event);
    }

    void quarantined(FactQuarantined event) {
        state.quarantined.add(event.payoutId());
        if (event.totals() != null) {
            state.of(event.withdrawalId(), event).number(event.sequence(), event.totals(), event);
        }
    }

    void overdrawn(WalletOverdrawn event) {
        OracleWithdrawal withdrawal = state.of(event.withdrawalId(), event);
        long balance = state.balance(withdrawal.request.wallet());
        Oracle.expect(balance == -event.overdrawnBy(), "%s: %s", balance, event);
        withdrawal.number(event);
    }

    void doubled(DoublePayoutDetected event) {
        Oracle.expect(event.settledAttempt() != event.doubledAttempt(), "%s", event);
        state.of(event.withdrawalId(), event).number(event);
    }
}
