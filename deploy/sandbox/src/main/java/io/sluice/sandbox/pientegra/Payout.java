package io.sluice.sandbox.pientegra;

import io.sluice.sandbox.outcome.Notices;
import io.sluice.sandbox.outcome.Step;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A payout at Pientegra: what was ordered, how far it has come, and which callbacks are still owed.
 *
 * @param stepsDone how many steps of the outcome's course have happened
 * @param paid what has left, returned or not; minor units
 * @param pending events that the partner has not yet accepted
 */
record Payout(
        Order order,
        int stepsDone,
        String status,
        long paid,
        long returned,
        long fee,
        @Nullable String reason,
        Instant updatedAt,
        List<Event> pending) {

    /** A status that no document knows. */
    private static final String UNDOCUMENTED = "COMPLIANCE_HOLD";

    /** Opened, with every step that happens at once already taken. */
    static Payout opened(Order order) {
        Instant now = order.createdAt();
        Payout payout = new Payout(order, 0, "PENDING_REVIEW", 0, 0, 0, null, now, List.of());
        payout = payout.telling("withdrawal.created", "PENDING_REVIEW", null, 0);
        for (Step step : order.outcome().course()) {
            if (!step.pause().isZero()) {
                break;
            }
            payout = payout.advanced(now);
        }
        return order.outcome().notices() == Notices.REVERSED
                ? payout.withPending(payout.pending.reversed())
                : payout;
    }

    @Nullable Step nextStep() {
        List<Step> course = order.outcome().course();
        return stepsDone < course.size() ? course.get(stepsDone) : null;
    }

    /**
     * The payout after its next step.
     *
     * @throws IllegalStateException when there is none
     */
    Payout advanced(Instant now) {
        Step step = nextStep();
        if (step == null) {
            throw new IllegalStateException("payout has no step left (expected: one)");
        }
        String why = step.reason();
        int number = stepsDone + 1;
        return switch (step.move()) {
            case APPROVE ->
                    moved("APPROVED", paid, returned, fee, why, now)
                            .telling("withdrawal.approved", "APPROVED", null, number);
            case HOLD ->
                    moved(UNDOCUMENTED, paid, returned, fee, why, now)
                            .telling("withdrawal.compliance_hold", UNDOCUMENTED, null, number);
            case PAY -> sent(order.amount(), 0, number, now);
            case PAY_HALF -> sent(order.amount() / 2, 0, number, now);
            case PAY_ONE_LESS -> sent(order.amount() - 1, 0, number, now);
            case PAY_WITH_FEE -> sent(order.amount(), feeOf(order.amount()), number, now);
            case REJECT ->
                    moved("REJECTED", paid, returned, fee, why, now)
                            .telling("withdrawal.rejected", "REJECTED", why, number);
            case SAY_REJECTED ->
                    moved(status, paid, returned, fee, reason, now)
                            .telling("withdrawal.rejected", "REJECTED", why, number);
            case CORRECT -> moved(status, paid, returned, fee, reason, now);
            case RETURN_HALF -> back(paid / 2, why, number, now);
            case RETURN_ALL -> back(paid, why, number, now);
        };
    }

    /** One percent, at least one minor unit. */
    static long feeOf(long amount) {
        return Math.max(1, amount / 100);
    }

    /** The same without an event that needs no more sending. */
    Payout told(UUID event) {
        return withPending(pending.stream().filter(owed -> !owed.id().equals(event)).toList());
    }

    /** The amount that the provider speaks of: what was ordered, until something else was paid. */
    long shownAmount() {
        return paid > 0 ? paid : order.amount();
    }

    private Payout sent(long total, long withFee, int number, Instant now) {
        return moved("SENT", total, returned, withFee, null, now)
                .telling("withdrawal.sent", "SENT", null, number);
    }

    private Payout back(long total, @Nullable String why, int number, Instant now) {
        return moved("RETURNED", paid, total, fee, why, now)
                .telling("withdrawal.returned", "RETURNED", why, number);
    }

    private Payout moved(
            String to,
            long paidNow,
            long returnedNow,
            long feeNow,
            @Nullable String why,
            Instant now) {
        return new Payout(
                order, stepsDone + 1, to, paidNow, returnedNow, feeNow, why, now, pending);
    }

    private Payout telling(String type, String as, @Nullable String why, int index) {
        if (order.outcome().notices() == Notices.NEVER) {
            return this;
        }
        List<Event> owed = new ArrayList<>(pending);
        UUID id = Event.idOf(order.id(), index);
        owed.add(new Event(id, type, as, shownAmount(), returned, fee, why, updatedAt));
        return withPending(List.copyOf(owed));
    }

    private Payout withPending(List<Event> owed) {
        return new Payout(order, stepsDone, status, paid, returned, fee, reason, updatedAt, owed);
    }
}
