package io.sluice.withdrawal.domain;

import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Totals;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a ledger event makes of a withdrawal's standing, and what its partner hears: a pure fold.
 * The totals decide the end of a withdrawal, the kind of event the fate of a payout.
 */
public final class LedgerView {

    /** The next standing, and the partner's events in order. */
    public record Change(Standing standing, List<PartnerEvent> events) {

        public Change {
            events = List.copyOf(events);
        }
    }

    private final EventId cause;
    private final Instant at;
    private final List<PartnerEvent> events = new ArrayList<>();
    private Standing standing;

    private LedgerView(Standing standing, EventId cause, Instant at) {
        this.standing = standing;
        this.cause = cause;
        this.at = at;
    }

    /** An event seen before changes nothing; the caller checks that none is missing. */
    public static Change apply(
            Standing standing, EventId cause, Instant at, LedgerEvent.OfWithdrawal event) {
        if (event.sequence() <= standing.ledgerSequence()) {
            return new Change(standing, List.of());
        }
        LedgerView view = new LedgerView(standing, cause, at);
        view.take(event);
        return new Change(view.standing, view.events);
    }

    /** A quarantined fact changes nothing that a partner sees, but it has a number. */
    public static Change passOver(Standing standing, int sequence, Instant at) {
        return sequence <= standing.ledgerSequence()
                ? new Change(standing, List.of())
                : new Change(standing.told(sequence, standing.totals(), at), List.of());
    }

    private void take(LedgerEvent.OfWithdrawal event) {
        standing = standing.told(event.sequence(), event.totals(), at);
        switch (event) {
            case LedgerEvent.PayoutAuthorized e -> authorized(e);
            case LedgerEvent.PayoutDeclined e ->
                    change(e.payoutId(), payout -> payout.declined(e.reason()));
            case LedgerEvent.PayoutRejected e -> rejected(e);
            case LedgerEvent.FundsSettled e -> settled(e);
            case LedgerEvent.FundsReturned e -> cameBack(e);
            case LedgerEvent.FundsRefused e -> refused(e);
            case LedgerEvent.FundsReleased e -> endIfNothingIsOutstanding(reason(e));
            case LedgerEvent.FundsReserved _,
                    LedgerEvent.WithdrawalCancelled _,
                    LedgerEvent.CancellationDeclined _,
                    LedgerEvent.ReleaseDeclined _,
                    LedgerEvent.WalletOverdrawn _,
                    LedgerEvent.DoublePayoutDetected _ -> {}
        }
    }

    private void authorized(LedgerEvent.PayoutAuthorized event) {
        change(event.payoutId(), payout -> payout.authorized(event.amount()));
        WithdrawalStatus next = standing.status().after(Milestone.PAYOUT_AUTHORIZED);
        if (next != standing.status()) {
            standing = standing.withStatus(next, null);
            tellWhole(PartnerEventType.WITHDRAWAL_APPROVED);
        }
    }

    private void rejected(LedgerEvent.PayoutRejected event) {
        change(
                        event.payoutId(),
                        p -> p.rejected(event.provider(), event.attempt(), event.reasonCode()))
                .ifPresent(payout -> tellPart(PartnerEventType.PAYOUT_REJECTED, payout, null));
        endIfNothingIsOutstanding(event.reasonCode());
    }

    private void settled(LedgerEvent.FundsSettled event) {
        Optional<Payout> payout =
                change(
                        event.payoutId(),
                        p ->
                                p.settled(
                                        event.amount(),
                                        event.endsPayout(),
                                        event.provider(),
                                        event.attempt()));
        if (event.endsPayout()) {
            payout.ifPresent(paid -> tellPart(PartnerEventType.PAYOUT_SENT, paid, null));
        }
        endIfNothingIsOutstanding(null);
    }

    private void cameBack(LedgerEvent.FundsReturned event) {
        change(event.payoutId(), p -> p.cameBack(event.amount(), event.reasonCode()))
                .ifPresent(
                        payout ->
                                tellPart(PartnerEventType.PAYOUT_RETURNED, payout, event.amount()));
        List<Long> held = new ArrayList<>(standing.heldReturns());
        held.add(event.amount());
        standing = standing.withHeldReturns(held);
        if (!standing.status().isOpen()) {
            tellHeldReturns();
        }
        endIfNothingIsOutstanding(null);
    }

    private void refused(LedgerEvent.FundsRefused event) {
        for (Payout payout : standing.payouts()) {
            if (!payout.status().isFinal()) {
                standing = standing.withPayout(payout.declined(event.reason()));
            }
        }
        endIfNothingIsOutstanding(event.reason());
    }

    /** What was released since a payout failed is known by the provider's reason. */
    private String reason(LedgerEvent.FundsReleased event) {
        if (!event.reasonCode().equals("released")) {
            return event.reasonCode();
        }
        return standing.payouts().stream()
                .filter(payout -> payout.status() == PayoutStatus.REJECTED)
                .reduce((_, last) -> last)
                .map(Payout::reasonCode)
                .orElse(event.reasonCode());
    }

    private void endIfNothingIsOutstanding(@Nullable String reason) {
        Totals totals = standing.totals();
        if (totals.outstanding() > 0 || !standing.status().isOpen()) {
            return;
        }
        if (totals.settled() > 0) {
            standing = standing.withStatus(standing.status().after(Milestone.ENDED_PAID), null);
            tellWhole(PartnerEventType.WITHDRAWAL_SENT);
            tellHeldReturns();
        } else {
            standing = standing.withStatus(standing.status().after(Milestone.ENDED_UNPAID), reason);
            tellWhole(PartnerEventType.WITHDRAWAL_REJECTED);
        }
    }

    private void tellHeldReturns() {
        List<Long> held = standing.heldReturns();
        long told = toldReturned();
        standing = standing.withHeldReturns(List.of());
        for (long amount : held) {
            told = Math.addExact(told, amount);
            standing = standing.withStatus(standing.status().after(Milestone.CAME_BACK), null);
            tell(PartnerEventType.WITHDRAWAL_RETURNED, null, amount, told);
        }
    }

    /** What came back, without the returns that wait for the end of the whole. */
    private long toldReturned() {
        long held = standing.heldReturns().stream().mapToLong(Long::longValue).sum();
        return standing.totals().returned() - held;
    }

    private Optional<Payout> change(PayoutId id, UnaryOperator<Payout> by) {
        Optional<Payout> after = standing.payout(id).map(by);
        after.ifPresent(payout -> standing = standing.withPayout(payout));
        return after;
    }

    private void tellPart(PartnerEventType type, Payout payout, @Nullable Long cameBackNow) {
        tell(type, payout, cameBackNow, standing.totals().returned());
    }

    private void tellWhole(PartnerEventType type) {
        tell(type, null, null, toldReturned());
    }

    private void tell(
            PartnerEventType type,
            @Nullable Payout payout,
            @Nullable Long cameBackNow,
            long returnedSoFar) {
        int sequence = standing.eventSequence() + 1;
        standing = standing.withEventSequence(sequence);
        events.add(
                new PartnerEvent(
                        EventId.derived(cause.toString(), type.text() + "/" + sequence),
                        type,
                        sequence,
                        at,
                        standing.status(),
                        standing.totals().settled(),
                        standing.totals().released(),
                        returnedSoFar,
                        cameBackNow,
                        standing.rejectedReason(),
                        payout));
    }
}
