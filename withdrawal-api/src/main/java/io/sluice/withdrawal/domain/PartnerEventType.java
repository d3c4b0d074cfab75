package io.sluice.withdrawal.domain;

import java.util.Optional;
import java.util.stream.Stream;

/** What a partner may hear of. */
public enum PartnerEventType {
    WITHDRAWAL_CREATED("withdrawal.created"),
    WITHDRAWAL_APPROVED("withdrawal.approved"),
    WITHDRAWAL_SENT("withdrawal.sent"),
    WITHDRAWAL_REJECTED("withdrawal.rejected"),
    WITHDRAWAL_RETURNED("withdrawal.returned"),
    PAYOUT_SENT("payout.sent"),
    PAYOUT_REJECTED("payout.rejected"),
    PAYOUT_RETURNED("payout.returned");

    private final String text;

    PartnerEventType(String text) {
        this.text = text;
    }

    /** The name on the wire. */
    public String text() {
        return text;
    }

    /** Parts of a split, and the approval, are for those who ask for them. */
    public boolean isSubscribedAtFirst() {
        return switch (this) {
            case WITHDRAWAL_CREATED, WITHDRAWAL_SENT, WITHDRAWAL_REJECTED, WITHDRAWAL_RETURNED ->
                    true;
            case WITHDRAWAL_APPROVED, PAYOUT_SENT, PAYOUT_REJECTED, PAYOUT_RETURNED -> false;
        };
    }

    public static Optional<PartnerEventType> of(String text) {
        return Stream.of(values()).filter(type -> type.text.equals(text)).findFirst();
    }
}
