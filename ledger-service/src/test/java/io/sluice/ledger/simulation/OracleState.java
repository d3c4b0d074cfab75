package io.sluice.ledger.simulation;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.LedgerCommand.ReserveExpiryDue;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the events so far add up to. */
final class OracleState {

    final Map<WithdrawalId, OracleWithdrawal> withdrawals = new HashMap<>();
    final Map<WithdrawalId, WithdrawalRequested> requests = new HashMap<>();
    final Map<WalletKey, Long> available = new HashMap<>();
    final Map<WalletKey, Long> funded = new HashMap<>();
    final Set<PayoutId> quarantined = new HashSet<>();
    private final Set<WithdrawalId> expiryAsked = new HashSet<>();

    void sent(Envelope<?> input) {
        if (input.data() instanceof WithdrawalRequested request) {
            requests.putIfAbsent(request.withdrawalId(), request);
        }
        if (input.data() instanceof ReserveExpiryDue due) {
            expiryAsked.add(due.withdrawalId());
        }
    }

    /** A final debit whose start is ordered is first heard of with its first order. */
    OracleWithdrawal of(WithdrawalId id, LedgerEvent event) {
        WithdrawalRequested request = requests.get(id);
        Oracle.expect(request != null, "of a withdrawal that nobody asked for: %s", event);
        OracleWithdrawal withdrawal =
                withdrawals.computeIfAbsent(
                        id, _ -> new OracleWithdrawal(Objects.requireNonNull(request)));
        Oracle.expect(
                withdrawal.sequence > 0 || withdrawal.isFinalDebit(), "not reserved: %s", event);
        return withdrawal;
    }

    /** An expiry with nothing to release closes without a word. */
    boolean mayBeExpired(OracleWithdrawal withdrawal) {
        return withdrawal.request.expiresAt() != null
                && expiryAsked.contains(withdrawal.request.withdrawalId());
    }

    long balance(WalletKey wallet) {
        return available.getOrDefault(wallet, 0L);
    }

    void add(WalletKey wallet, long amount) {
        available.merge(wallet, amount, Math::addExact);
    }
}
