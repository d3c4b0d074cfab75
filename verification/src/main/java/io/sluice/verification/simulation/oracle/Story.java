package io.sluice.verification.simulation.oracle;

import static io.sluice.verification.simulation.world.Violation.unless;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Processing;
import io.sluice.contracts.Totals;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.verification.simulation.service.Applications;
import io.sluice.withdrawal.domain.Payout;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
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
    private @Nullable String givenUpFor;
    private boolean ordered;

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

    /** Given up by its partner before anything was paid. */
    boolean isCancelled() {
        return "cancelled".equals(givenUpFor);
    }

    boolean isManaged() {
        return request.processing() == Processing.MANAGED;
    }

    private Applications kind() {
        return Applications.of(request.applicationKey());
    }

    /** Two operators are to approve it before anything is paid. */
    boolean isReviewed() {
        return kind().reviews(request.amount());
    }

    /** Its agent acts on the request itself. */
    boolean isManagedUnderItsOwnNumber() {
        return kind() == Applications.MANAGED_SAME_ID;
    }

    /** Its operators' approvals order all of it; false when they have done so before. */
    boolean ordersWhole() {
        boolean isFirst = !ordered && !isManaged() && isReviewed();
        ordered = true;
        return isFirst;
    }

    /** Whether what a partner is told of a payout is what the ledger has said. */
    boolean agreesWith(Payout told) {
        boolean isAuthorized = Objects.equals(authorized.get(told.id()), told.amount());
        return switch (told.status()) {
            case ORDERED -> true;
            case DECLINED -> !authorized.containsKey(told.id());
            case PENDING -> isAuthorized;
            case REJECTED -> isAuthorized && ended.contains(told.id()) && told.sent() == 0;
            case SENT, RETURNED ->
                    isAuthorized
                            && told.sent() > 0
                            && told.sent() <= settled.getOrDefault(told.id(), 0L)
                            && told.returned() <= returned.getOrDefault(told.id(), 0L);
        };
    }

    private static long sum(Map<PayoutId, Long> amounts) {
        return amounts.values().stream().mapToLong(Long::longValue).sum();
    }

    void take(LedgerEvent.OfWithdrawal event) {
        unless(!refused || isNo(event), "after it was refused: %s", event);
        switch (event) {
            case LedgerEvent.PayoutAuthorized authorizedNow -> authorize(authorizedNow);
            case LedgerEvent.FundsSettled settledNow -> settle(settledNow);
            case LedgerEvent.FundsReturned back ->
                    returned.merge(back.payoutId(), back.amount(), Math::addExact);
            case LedgerEvent.FundsReleased back -> {
                unless(back.amount() > 0, "released nothing: %s", back);
                released = Math.addExact(released, back.amount());
                unless(underWay() <= outstanding(), "%s is still under way: %s", underWay(), back);
            }
            case LedgerEvent.WithdrawalCancelled end -> {
                unless(authorized.isEmpty(), "cancelled with %s out: %s", authorized, end);
                givenUpFor = end.reason();
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
                    LedgerEvent.CancellationDeclined _,
                    LedgerEvent.ReleaseDeclined _,
                    LedgerEvent.WalletOverdrawn _,
                    LedgerEvent.DoublePayoutDetected _ -> {}
        }
        number(event.sequence(), event.totals(), event);
    }

    private static boolean isNo(LedgerEvent.OfWithdrawal event) {
        return event instanceof LedgerEvent.PayoutDeclined
                || event instanceof LedgerEvent.CancellationDeclined
                || event instanceof LedgerEvent.ReleaseDeclined;
    }

    void take(LedgerEvent.FactQuarantined event) {
        quarantined.add(event.payoutId());
        if (event.totals() != null) {
            number(event.sequence(), event.totals(), event);
        }
    }

    private void authorize(LedgerEvent.PayoutAuthorized event) {
        long out = underWay();
        unless(givenUpFor == null, "after it was cancelled: %s", event);
        unless(
                authorized.put(event.payoutId(), event.amount()) == null,
                "authorized twice: %s",
                event);
        unless(event.amount() <= outstanding() - out, "authorized too much: %s", event);
    }

    /** What is out on payouts that have not ended. */
    private long underWay() {
        return sum(authorized) - authorized.keySet().stream().mapToLong(this::given).sum();
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
