package io.sluice.ledger.simulation;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.LedgerEvent.OfWithdrawal;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Processing;
import io.sluice.contracts.Totals;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;

import java.util.HashMap;
import java.util.Map;

/** A withdrawal as whoever reads only the events must believe it to be. */
final class OracleWithdrawal {

    final WithdrawalRequested request;
    final Map<PayoutId, Long> ordered = new HashMap<>();
    final Map<PayoutId, Long> open = new HashMap<>();
    final Map<PayoutId, Long> settledOf = new HashMap<>();
    final Map<PayoutId, Long> returnedOf = new HashMap<>();
    int sequence;
    long settled;
    long released;
    long returned;
    boolean closed;
    boolean cancelled;

    OracleWithdrawal(WithdrawalRequested request) {
        this.request = request;
    }

    long outstanding() {
        return request.amount() - settled - released;
    }

    long out() {
        return open.values().stream().mapToLong(Long::longValue).sum();
    }

    long remainder() {
        return outstanding() - out();
    }

    boolean wasStarted() {
        return !ordered.isEmpty();
    }

    boolean isFinalDebit() {
        return request.model() == BalanceModel.FINAL_DEBIT;
    }

    boolean isAutomatic() {
        return request.processing() == Processing.AUTOMATIC;
    }

    void number(int next, Totals totals, Object event) {
        Oracle.expect(next == sequence + 1, "sequence after %s: %s", sequence, event);
        sequence = next;
        Totals mine = new Totals(request.amount(), settled, released, returned, outstanding());
        Oracle.expect(mine.equals(totals), "totals: expected %s in %s", mine, event);
    }

    void number(OfWithdrawal event) {
        number(event.sequence(), event.totals(), event);
    }
}
