package io.sluice.ledger.domain;

import java.util.Locale;

/** Why a fact waits for operators. */
public enum QuarantineReason {
    /** The ledger never authorized this payout. */
    UNKNOWN_PAYOUT,
    /** The fact speaks of another currency than the withdrawal's. */
    CURRENCY_MISMATCH,
    /** The attempt was made at another provider. */
    PROVIDER_MISMATCH,
    /** A final word that nothing more will be paid, below the order. */
    SENT_BELOW_ORDER,
    /** More was paid than ordered. */
    SENT_ABOVE_ORDER,
    /** Paid after the payout had ended unpaid. */
    SENT_AFTER_REJECTED,
    /** Paid after the payout had ended, below the order. */
    SENT_AFTER_END,
    /** Paid by an attempt that was refused, as the one after it shows; that may yet pay too. */
    SENT_BY_REFUSED_ATTEMPT,
    /** Another attempt of the payout was paid too. */
    DOUBLE_PAYOUT,
    /** Sent or returned, with no amount. */
    NO_AMOUNT,
    /** Rejected, although more is booked as sent. */
    REJECTED_BELOW_BOOKED,
    /** Rejected for an attempt that was not the last. */
    REJECTED_NOT_LAST,
    /** A later fact states a smaller total than is booked. */
    TOTAL_WENT_DOWN,
    /** A new attempt of a payout that had ended. */
    ATTEMPT_AFTER_END;

    /** The stable code. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
