package io.sluice.verification.simulation.oracle;

import static io.sluice.verification.simulation.world.Violation.unless;

import io.sluice.withdrawal.application.Opening.PublishedEvent;
import io.sluice.withdrawal.domain.PartnerEvent;
import io.sluice.withdrawal.domain.PartnerEventType;
import io.sluice.withdrawal.domain.Withdrawal;
import io.sluice.withdrawal.domain.WithdrawalStatus;

import java.util.List;

/** What one withdrawal's partner is told: in order, without gaps, and true at the end. */
final class PartnerView {

    private final Withdrawal withdrawal;
    private final List<PartnerEvent> events;
    private WithdrawalStatus status = WithdrawalStatus.PENDING_REVIEW;
    private long cameBack;

    PartnerView(Withdrawal withdrawal, List<PublishedEvent> all) {
        this.withdrawal = withdrawal;
        this.events =
                all.stream()
                        .filter(each -> each.withdrawal().id().equals(withdrawal.id()))
                        .map(PublishedEvent::event)
                        .toList();
    }

    void audit() {
        for (int i = 0; i < events.size(); i++) {
            PartnerEvent event = events.get(i);
            unless(event.sequence() == i + 1, "numbered %s: %s", i + 1, event);
            take(event);
        }
        unless(status == withdrawal.standing().status(), "told %s: %s", status, withdrawal);
        unless(!withdrawal.standing().status().isOpen(), "not final: %s", withdrawal);
        unless(
                cameBack == withdrawal.standing().totals().returned(),
                "told of %s back: %s",
                cameBack,
                withdrawal);
    }

    private void take(PartnerEvent event) {
        PartnerEventType type = event.type();
        boolean inOrder =
                switch (type) {
                    case WITHDRAWAL_CREATED -> event.sequence() == 1;
                    case WITHDRAWAL_APPROVED -> status == WithdrawalStatus.PENDING_REVIEW;
                    case WITHDRAWAL_SENT -> status == WithdrawalStatus.APPROVED;
                    case WITHDRAWAL_REJECTED ->
                            status == WithdrawalStatus.PENDING_REVIEW
                                    || status == WithdrawalStatus.APPROVED;
                    case WITHDRAWAL_RETURNED ->
                            status == WithdrawalStatus.SENT || status == WithdrawalStatus.RETURNED;
                    case PAYOUT_SENT, PAYOUT_REJECTED, PAYOUT_RETURNED ->
                            status == WithdrawalStatus.APPROVED
                                    || type == PartnerEventType.PAYOUT_RETURNED;
                };
        unless(inOrder, "%s while %s: %s", type, status, events);
        status = event.status();
        if (type == PartnerEventType.WITHDRAWAL_RETURNED && event.cameBack() != null) {
            cameBack += event.cameBack();
            unless(event.returned() == cameBack, "returned %s: %s", cameBack, event);
        }
    }
}
