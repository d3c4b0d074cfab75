package io.sluice.ledger.simulation;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerCommand.ReserveExpiryDue;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.LedgerEvent.CancellationDeclined;
import io.sluice.contracts.LedgerEvent.DoublePayoutDetected;
import io.sluice.contracts.LedgerEvent.FactQuarantined;
import io.sluice.contracts.LedgerEvent.FundsRefused;
import io.sluice.contracts.LedgerEvent.FundsReleased;
import io.sluice.contracts.LedgerEvent.FundsReserved;
import io.sluice.contracts.LedgerEvent.FundsReturned;
import io.sluice.contracts.LedgerEvent.FundsSettled;
import io.sluice.contracts.LedgerEvent.LedgerSealed;
import io.sluice.contracts.LedgerEvent.PayoutAuthorized;
import io.sluice.contracts.LedgerEvent.PayoutDeclined;
import io.sluice.contracts.LedgerEvent.PayoutRejected;
import io.sluice.contracts.LedgerEvent.ReleaseDeclined;
import io.sluice.contracts.LedgerEvent.TransferRefused;
import io.sluice.contracts.LedgerEvent.WalletCredited;
import io.sluice.contracts.LedgerEvent.WalletDebited;
import io.sluice.contracts.LedgerEvent.WalletOverdrawn;
import io.sluice.contracts.LedgerEvent.WithdrawalCancelled;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Believes only what goes in and what comes out, and shares no rule with the ledger: each decision
 * is judged by what the events before it left.
 */
final class Oracle {

    /** Something that must always hold does not. */
    static final class Violation extends AssertionError {

        private static final long serialVersionUID = 1L;

        Violation(String what) {
            super(what);
        }
    }

    final OracleState state = new OracleState();
    final Map<EventId, Envelope<?>> inputs = new HashMap<>();
    final Map<EventId, Envelope<? extends LedgerEvent>> heard = new HashMap<>();
    private final OracleRequests requests = new OracleRequests(state);
    private final OracleFacts facts = new OracleFacts(state);
    private final Set<EventId> answered = new HashSet<>();
    private final Set<UUID> transfers = new HashSet<>();
    private final Set<String> refusedReferences = new HashSet<>();

    static void expect(boolean holds, String what, Object... values) {
        if (!holds) {
            throw new Violation(what.formatted(values));
        }
    }

    void sent(Envelope<?> input) {
        inputs.put(input.id(), input);
        state.sent(input);
    }

    /** Takes an outcome; true when it is heard for the first time. */
    boolean hear(Envelope<? extends LedgerEvent> outcome) {
        Envelope<? extends LedgerEvent> before = heard.putIfAbsent(outcome.id(), outcome);
        if (before != null) {
            expect(before.equals(outcome), "emitted again as another: %s, %s", before, outcome);
            return false;
        }
        if (outcome.causedBy() != null) {
            expect(inputs.containsKey(outcome.causedBy()), "caused by nothing: %s", outcome);
            answered.add(outcome.causedBy());
        }
        judge(outcome.data(), outcome.causedBy() == null ? null : cause(outcome));
        return true;
    }

    private SluiceEvent cause(Envelope<?> outcome) {
        return Objects.requireNonNull(inputs.get(outcome.causedBy())).data();
    }

    private void judge(LedgerEvent event, @Nullable SluiceEvent cause) {
        switch (event) {
            case FundsReserved reserved -> requests.reserved(reserved, cause);
            case FundsRefused refused -> requests.refused(refused, cause);
            case PayoutAuthorized authorized -> requests.authorized(authorized, cause);
            case PayoutDeclined declined -> requests.declined(declined, cause);
            case WithdrawalCancelled cancelled -> requests.cancelled(cancelled);
            case CancellationDeclined declined -> requests.cancellationDeclined(declined);
            case ReleaseDeclined declined -> requests.releaseDeclined(declined, cause);
            case PayoutRejected rejected -> facts.rejected(rejected);
            case FundsSettled settled -> facts.settled(settled);
            case FundsReleased released -> facts.released(released, cause);
            case FundsReturned returned -> facts.returned(returned);
            case WalletOverdrawn overdrawn -> facts.overdrawn(overdrawn);
            case DoublePayoutDetected found -> facts.doubled(found);
            case FactQuarantined fact -> facts.quarantined(fact);
            case WalletCredited credited ->
                    moved(credited, credited.transferId(), credited.amount());
            case WalletDebited debited -> moved(debited, debited.transferId(), -debited.amount());
            case TransferRefused refused -> refused(refused);
            case LedgerSealed seal -> expect(seal.entries() > 0, "empty seal: %s", seal);
        }
    }

    private void refused(TransferRefused refused) {
        long balance = state.balance(refused.wallet());
        expect(
                !"insufficient_funds".equals(refused.reason())
                        || answeredBefore(refused)
                        || balance < refused.amount(),
                "refused with %s available: %s",
                balance,
                refused);
    }

    /** A reference that was refused once stays refused. */
    private boolean answeredBefore(TransferRefused refused) {
        return !refusedReferences.add(refused.merchantId() + "|" + refused.reference());
    }

    private void moved(LedgerEvent.OfWallet event, UUID transfer, long amount) {
        if (!transfers.add(transfer)) {
            return;
        }
        state.add(event.wallet(), amount);
        state.funded.merge(event.wallet(), amount, Math::addExact);
        long said =
                event instanceof WalletCredited credited
                        ? credited.available()
                        : ((WalletDebited) event).available();
        expect(
                state.balance(event.wallet()) == said,
                "%s: %s",
                state.balance(event.wallet()),
                event);
        expect(amount > 0 || said >= 0, "debited below zero: %s", event);
    }

    /** Every command had its answer; expiries and repeated orders may have none. */
    List<Envelope<?>> unanswered() {
        return inputs.values().stream()
                .filter(input -> !answered.contains(input.id()))
                .<Envelope<?>>filter(
                        input ->
                                switch (input.data()) {
                                    case PayoutStatusReported _, ReserveExpiryDue _ -> false;
                                    case WithdrawalRequested request ->
                                            request.model() == BalanceModel.PRE_RESERVE;
                                    default -> true;
                                })
                .toList();
    }
}
