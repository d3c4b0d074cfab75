package io.sluice.withdrawal.domain;

/** What became of a payout: the whole withdrawal, or a part of it. */
public enum PayoutStatus {
    /** Asked of the ledger, which has not answered yet. */
    ORDERED,
    /** The ledger refused the order: there never was a payout. */
    DECLINED,
    PENDING,
    SENT,
    REJECTED,
    RETURNED;

    public boolean isFinal() {
        return switch (this) {
            case ORDERED, PENDING -> false;
            case DECLINED, SENT, REJECTED, RETURNED -> true;
        };
    }
}
