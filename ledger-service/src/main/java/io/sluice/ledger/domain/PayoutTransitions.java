package io.sluice.ledger.domain;

import static io.sluice.ledger.domain.PayoutState.AUTHORIZED;
import static io.sluice.ledger.domain.PayoutState.PAYING;
import static io.sluice.ledger.domain.PayoutState.REJECTED;
import static io.sluice.ledger.domain.PayoutState.RETURNED;
import static io.sluice.ledger.domain.PayoutState.SENT;
import static io.sluice.ledger.domain.QuarantineReason.ATTEMPT_AFTER_END;
import static io.sluice.ledger.domain.QuarantineReason.DOUBLE_PAYOUT;
import static io.sluice.ledger.domain.QuarantineReason.NO_AMOUNT;
import static io.sluice.ledger.domain.QuarantineReason.REJECTED_BELOW_BOOKED;
import static io.sluice.ledger.domain.QuarantineReason.REJECTED_NOT_LAST;
import static io.sluice.ledger.domain.QuarantineReason.SENT_ABOVE_ORDER;
import static io.sluice.ledger.domain.QuarantineReason.SENT_AFTER_END;
import static io.sluice.ledger.domain.QuarantineReason.SENT_AFTER_REJECTED;
import static io.sluice.ledger.domain.QuarantineReason.SENT_BELOW_ORDER;
import static io.sluice.ledger.domain.QuarantineReason.SENT_BY_REFUSED_ATTEMPT;
import static io.sluice.ledger.domain.QuarantineReason.TOTAL_WENT_DOWN;

import org.jspecify.annotations.Nullable;

/** The payout's transition table: every step in every state has an answer. */
public final class PayoutTransitions {

    /** The answer to a step. */
    public sealed interface Answer {

        /** Go on in this state, which may be the same; and have operators look, if a reason is. */
        record To(PayoutState next, @Nullable QuarantineReason look) implements Answer {}

        /** Cannot be reached: the arithmetic of the totals forbids it. */
        record Unreachable() implements Answer {}
    }

    private static final Answer UNREACHABLE = new Answer.Unreachable();

    private PayoutTransitions() {}

    public static Answer answer(PayoutState state, PayoutStep step) {
        return switch (state) {
            case AUTHORIZED -> authorized(step);
            case PAYING -> paying(step);
            case SENT -> ended(step, SENT);
            case RETURNED -> ended(step, RETURNED);
            case REJECTED -> rejected(step);
        };
    }

    private static Answer authorized(PayoutStep step) {
        return switch (step) {
            case PROGRESSED, REPEATED -> to(AUTHORIZED);
            case SENT_IN_PART -> to(PAYING);
            case SENT_IN_FULL -> to(SENT);
            case SENT_NOTHING -> to(AUTHORIZED, NO_AMOUNT);
            case REJECTED -> to(REJECTED);
            case REJECTED_EARLIER -> to(AUTHORIZED, REJECTED_NOT_LAST);
            case STARTED_ANEW,
                    SENT_TOO_MUCH,
                    SENT_TOO_LATE,
                    SENT_BY_REFUSED,
                    SENT_TWICE,
                    RETURNED,
                    RETURNED_TO_SUSPENSE,
                    FINAL_SENT,
                    REJECTED_BELOW,
                    WENT_DOWN ->
                    UNREACHABLE;
        };
    }

    private static Answer paying(PayoutStep step) {
        return switch (step) {
            case PROGRESSED, REPEATED, SENT_IN_PART, RETURNED, RETURNED_TO_SUSPENSE -> to(PAYING);
            case SENT_IN_FULL, REJECTED -> to(SENT);
            case SENT_BY_REFUSED -> to(PAYING, SENT_BY_REFUSED_ATTEMPT);
            case SENT_TWICE -> to(PAYING, DOUBLE_PAYOUT);
            case FINAL_SENT -> to(SENT, SENT_BELOW_ORDER);
            case SENT_NOTHING -> to(PAYING, NO_AMOUNT);
            case REJECTED_EARLIER -> to(PAYING, REJECTED_NOT_LAST);
            case REJECTED_BELOW -> to(PAYING, REJECTED_BELOW_BOOKED);
            case WENT_DOWN -> to(PAYING, TOTAL_WENT_DOWN);
            case STARTED_ANEW, SENT_TOO_MUCH, SENT_TOO_LATE -> UNREACHABLE;
        };
    }

    private static Answer ended(PayoutStep step, PayoutState same) {
        return switch (step) {
            case PROGRESSED, REPEATED, RETURNED_TO_SUSPENSE, FINAL_SENT -> to(same);
            case REJECTED, REJECTED_EARLIER -> to(same);
            case STARTED_ANEW -> to(same, ATTEMPT_AFTER_END);
            case SENT_IN_PART, SENT_IN_FULL, SENT_TOO_LATE -> to(same, SENT_AFTER_END);
            case SENT_TOO_MUCH -> to(same, SENT_ABOVE_ORDER);
            case SENT_BY_REFUSED -> to(same, SENT_BY_REFUSED_ATTEMPT);
            case SENT_TWICE -> to(same, DOUBLE_PAYOUT);
            case RETURNED -> to(RETURNED);
            case SENT_NOTHING -> to(same, NO_AMOUNT);
            case REJECTED_BELOW -> to(same, REJECTED_BELOW_BOOKED);
            case WENT_DOWN -> to(same, TOTAL_WENT_DOWN);
        };
    }

    private static Answer rejected(PayoutStep step) {
        return switch (step) {
            case PROGRESSED, REPEATED, RETURNED_TO_SUSPENSE, FINAL_SENT -> to(REJECTED);
            case REJECTED, REJECTED_EARLIER -> to(REJECTED);
            case STARTED_ANEW -> to(REJECTED, ATTEMPT_AFTER_END);
            case SENT_IN_PART, SENT_IN_FULL -> to(SENT, SENT_AFTER_REJECTED);
            case SENT_TOO_MUCH, SENT_TOO_LATE -> to(REJECTED, SENT_AFTER_REJECTED);
            case SENT_TWICE -> to(REJECTED, DOUBLE_PAYOUT);
            case SENT_NOTHING -> to(REJECTED, NO_AMOUNT);
            case REJECTED_BELOW -> to(REJECTED, REJECTED_BELOW_BOOKED);
            case WENT_DOWN -> to(REJECTED, TOTAL_WENT_DOWN);
            case SENT_BY_REFUSED, RETURNED -> UNREACHABLE;
        };
    }

    private static Answer to(PayoutState next) {
        return new Answer.To(next, null);
    }

    private static Answer to(PayoutState next, QuarantineReason look) {
        return new Answer.To(next, look);
    }
}
