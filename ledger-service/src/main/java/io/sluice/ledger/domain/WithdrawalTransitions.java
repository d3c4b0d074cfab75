package io.sluice.ledger.domain;

import static io.sluice.ledger.domain.WithdrawalState.CANCELLED;
import static io.sluice.ledger.domain.WithdrawalState.CLOSING;
import static io.sluice.ledger.domain.WithdrawalState.OPEN;
import static io.sluice.ledger.domain.WithdrawalState.PROCESSING;
import static io.sluice.ledger.domain.WithdrawalState.REJECTED;
import static io.sluice.ledger.domain.WithdrawalState.RETURNED;
import static io.sluice.ledger.domain.WithdrawalState.SENT;

/** The withdrawal's transition table: every step in every state has an answer. */
public final class WithdrawalTransitions {

    /** The answer to a step. */
    public sealed interface Answer {

        /** Go on in this state, which may be the same. */
        record To(WithdrawalState next) implements Answer {}

        /** Refused with a stable code; nothing changes. */
        record Declined(String reason) implements Answer {}

        /** Nothing to do. */
        record Nothing() implements Answer {}

        /** Cannot be reached: the arithmetic of the totals forbids it. */
        record Unreachable() implements Answer {}
    }

    private static final Answer NOTHING = new Answer.Nothing();
    private static final Answer UNREACHABLE = new Answer.Unreachable();

    private WithdrawalTransitions() {}

    public static Answer answer(WithdrawalState state, WithdrawalStep step) {
        return switch (state) {
            case OPEN -> open(step);
            case PROCESSING -> processing(step);
            case CLOSING -> closing(step);
            case SENT -> ended(step, "nothing_remains", "payout_authorized", SENT);
            case RETURNED -> ended(step, "nothing_remains", "payout_authorized", RETURNED);
            case REJECTED -> unpaid(step, "closed", "closed");
            case CANCELLED -> unpaid(step, "cancelled", "cancelled");
            case REFUSED -> unpaid(step, "closed", "closed");
        };
    }

    private static Answer open(WithdrawalStep step) {
        return switch (step) {
            case ORDERED -> to(PROCESSING);
            case ORDERED_LAST -> to(CLOSING);
            case CANCELLATION_ASKED -> to(CANCELLED);
            case RELEASE_ASKED, EXPIRED, FINISHED_UNPAID -> to(REJECTED);
            case SENT_IN_PART, PART_UNPAID, FINISHED_SENT, CAME_BACK -> UNREACHABLE;
        };
    }

    private static Answer processing(WithdrawalStep step) {
        return switch (step) {
            case ORDERED, SENT_IN_PART, PART_UNPAID, CAME_BACK -> to(PROCESSING);
            case CANCELLATION_ASKED -> declined("payout_authorized");
            case ORDERED_LAST, RELEASE_ASKED, EXPIRED -> to(CLOSING);
            case FINISHED_SENT -> to(SENT);
            case FINISHED_UNPAID -> to(REJECTED);
        };
    }

    private static Answer closing(WithdrawalStep step) {
        return switch (step) {
            case ORDERED, ORDERED_LAST -> declined("closed");
            case CANCELLATION_ASKED -> declined("payout_authorized");
            case RELEASE_ASKED -> declined("nothing_remains");
            case EXPIRED -> NOTHING;
            case SENT_IN_PART, PART_UNPAID, CAME_BACK -> to(CLOSING);
            case FINISHED_SENT -> to(SENT);
            case FINISHED_UNPAID -> to(REJECTED);
        };
    }

    private static Answer ended(
            WithdrawalStep step, String order, String cancellation, WithdrawalState same) {
        return switch (step) {
            case ORDERED, ORDERED_LAST -> declined(order);
            case CANCELLATION_ASKED -> declined(cancellation);
            case RELEASE_ASKED -> declined("nothing_remains");
            case EXPIRED -> NOTHING;
            case FINISHED_SENT -> to(same);
            case CAME_BACK -> to(RETURNED);
            case SENT_IN_PART, PART_UNPAID, FINISHED_UNPAID -> UNREACHABLE;
        };
    }

    private static Answer unpaid(WithdrawalStep step, String order, String cancellation) {
        return switch (step) {
            case ORDERED, ORDERED_LAST -> declined(order);
            case CANCELLATION_ASKED -> declined(cancellation);
            case RELEASE_ASKED -> declined("nothing_remains");
            case EXPIRED -> NOTHING;
            case SENT_IN_PART, PART_UNPAID, FINISHED_SENT, FINISHED_UNPAID, CAME_BACK ->
                    UNREACHABLE;
        };
    }

    private static Answer to(WithdrawalState next) {
        return new Answer.To(next);
    }

    private static Answer declined(String reason) {
        return new Answer.Declined(reason);
    }
}
