package io.sluice.withdrawal.domain;

/** The state of a withdrawal as its partner sees it: Pientegra's five. */
public enum WithdrawalStatus {
    PENDING_REVIEW,
    APPROVED,
    SENT,
    REJECTED,
    RETURNED;

    /**
     * The transition table: what the ledger's word makes of each state. The ledger decides; a word
     * that does not fit here changes nothing, and the totals still show what is booked.
     */
    public WithdrawalStatus after(Milestone milestone) {
        return switch (milestone) {
            case PAYOUT_AUTHORIZED -> this == PENDING_REVIEW ? APPROVED : this;
            case ENDED_PAID -> isOpen() ? SENT : this;
            case ENDED_UNPAID -> isOpen() ? REJECTED : this;
            case CAME_BACK -> this == SENT ? RETURNED : this;
        };
    }

    /** Whether the withdrawal as a whole is still undecided. */
    public boolean isOpen() {
        return this == PENDING_REVIEW || this == APPROVED;
    }
}
