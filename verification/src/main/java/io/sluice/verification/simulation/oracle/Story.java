package io.sluice.verification.simulation.oracle;

import static io.sluice.verification.simulation.world.Violation.unless;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Totals;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One withdrawal, as whoever reads only what the ledger says must believe it to be. */
final class Story {

    final WithdrawalRequested request;
    final Map<PayoutId, Long> authorized = new HashMap<>();
    final Map<PayoutId, Long> settled = new HashMap<>();
    final Map<PayoutId, Long> returned = new HashMap<>();
    final Set<PayoutId> ended = new HashSet<>();
    final Set<PayoutId> quarantined = new HashSet<>();
    private int sequence;
    private long released;
    private boolean refused;

    Story(WithdrawalRequested request) {
        this.request = request;
    }

    boolean isFinalDebit() {
        return request.model() == BalanceModel.FINAL_DEBIT;
    }

    long settled() {
        return sum(settled);
    }

    long returned() {
        return sum(returned);
    }

    long outstanding() {
        return request.amount() - settled() - released;
    }

    boolean isRefused() {
        return refused;
    }

    private static long sum(Map<PayoutId, Long> amounts) {
        return amounts.values().stream().mapToLong(Long::longValue).sum();
    }

    void take(LedgerEvent.OfWithdrawal event) {
        unless(!refused, "after it was refused: %s", event);
        switch (event) {
            case LedgerEvent.PayoutAuthorized authorizedNow -> authorize(authorizedNow);
            case LedgerEvent.FundsSettled settledNow -> settle(settledNow);
            case LedgerEvent.FundsReturned back ->
                    returned.merge(back.payoutId(), back.amount(), Math::addExact);
            case LedgerEvent.FundsReleased back -> {
                unless(back.amount() > 0, "released nothing: %s", back);
                released = Math.addExact(released, back.amount());
            }
            case LedgerEvent.FundsRefused _ -> {
                refused = true;
                released = request.amount();
            }
            case LedgerEvent.PayoutRejected rejected -> {
                unless(!ended.contains(rejected.payoutId()), "rejected twice: %s", rejected);
                unless(settled.getOrDefault(rejected.payoutId(), 0L) == 0, "paid: %s", rejected);
                ended.add(rejected.payoutId());
            }
            case LedgerEvent.FundsReserved _,
                    LedgerEvent.PayoutDeclined _,
                    LedgerEvent.WithdrawalCancelled _,
                    LedgerEvent.CancellationDeclined _,
                    LedgerEvent.ReleaseDeclined _,
                    LedgerEvent.WalletOverdrawn _,
                    LedgerEvent.DoublePayoutDetected _ -> {}
        }
        number(event.sequence(), event.totals(), event);
    }

    void take(LedgerEvent.FactQuarantined event) {
        quarantined.add(event.payoutId());
        if (event.totals() != null) {
            number(event.sequence(), event.totals(), event);
        }
    }

    private void authorize(LedgerEvent.PayoutAuthorized event) {
        long out = sum(authorized) - authorized.keySet().stream().mapToLong(this::given).sum();
        unless(
                authorized.put(event.payoutId(), event.amount()) == null,
                "authorized twice: %s",
                event);
        unless(event.amount() <= outstanding() - out, "authorized too much: %s", event);
    }

    /** What is not out on a payout any more. */
    private long given(PayoutId payout) {
        return ended.contains(payout)
                ? authorized.getOrDefault(payout, 0L)
                : settled.getOrDefault(payout, 0L);
    }

    private void settle(LedgerEvent.FundsSettled event) {
        unless(authorized.containsKey(event.payoutId()), "never authorized: %s", event);
        settled.merge(event.payoutId(), event.amount(), Math::addExact);
        if (event.endsPayout()) {
            ended.add(event.payoutId());
        }
    }

    private void number(int next, Totals totals, LedgerEvent event) {
        unless(next == sequence + 1, "sequence after %s: %s", sequence, event);
        sequence = next;
        long left = outstanding();
        unless(
                totals.requested() == request.amount()
                        && totals.settled() == settled()
                        && totals.released() == released
                        && totals.returned() == returned()
                        && totals.outstanding() == left,
                "totals: settled %s, released %s, returned %s, outstanding %s in %s",
                settled(),
                released,
                returned(),
                left,
                event);
    }
}
