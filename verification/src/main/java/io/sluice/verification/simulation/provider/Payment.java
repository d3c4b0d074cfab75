package io.sluice.verification.simulation.provider;

import io.sluice.contracts.OrderId;
import io.sluice.sandbox.outcome.Outcome;
import io.sluice.sandbox.outcome.Step;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * One payment at a provider: what is true of it, and what the provider says, which may differ. Its
 * course is the sandbox's, chosen by the last two digits of the amount.
 */
public final class Payment {

    /** The provider's word. */
    enum Status {
        /** Opened, and not to be paid before it is completed. */
        REQUESTED,
        UNDER_WAY,
        APPROVED,
        /** A word that is in no document. */
        HELD,
        PART_PAID,
        PAID,
        REJECTED,
        CAME_BACK,
        CANCELLED
    }

    private final String provider;
    private final String reference;
    private final OrderId ours;
    private final long amount;
    private final Outcome outcome;
    private final Instant createdAt;
    private Status status;
    private int stepsDone;
    private long paid;
    private long returned;
    private long fee;
    private @Nullable String reason;
    private @Nullable Instant nextStepAt;
    private boolean lied;
    private boolean vouched;

    Payment(
            String provider,
            String reference,
            OrderId ours,
            long amount,
            Outcome outcome,
            Status status,
            Instant now) {
        this.provider = provider;
        this.reference = reference;
        this.ours = ours;
        this.amount = amount;
        this.outcome = outcome;
        this.status = status;
        this.createdAt = now;
    }

    public String provider() {
        return provider;
    }

    public String reference() {
        return reference;
    }

    /** Whose payout and attempt it is. */
    public OrderId ours() {
        return ours;
    }

    long amount() {
        return amount;
    }

    Outcome outcome() {
        return outcome;
    }

    Instant createdAt() {
        return createdAt;
    }

    Status status() {
        return status;
    }

    /** What has left, whether it came back or not. */
    public long paid() {
        return paid;
    }

    public long returned() {
        return returned;
    }

    public long fee() {
        return fee;
    }

    @Nullable String reason() {
        return reason;
    }

    /** When it goes on by itself; null: never. */
    @Nullable Instant nextStepAt() {
        return nextStepAt;
    }

    /** Nothing will happen to it by itself any more. */
    public boolean isOver() {
        return nextStepAt == null && status != Status.REQUESTED;
    }

    /** Whether what the provider says of it contradicts itself or the order. */
    public boolean isOdd() {
        return outcome == Outcome.CONTRADICTED || outcome == Outcome.OTHER_AMOUNT;
    }

    /** Whether the provider says of it for a while that it is rejected, although it was paid. */
    public boolean contradictsItself() {
        return outcome == Outcome.CONTRADICTED;
    }

    /** Begins to be paid; its first step is due after its pause. */
    void begin(Instant now) {
        status = Status.UNDER_WAY;
        planNext(now);
    }

    /** Refused as it was opened. */
    void refuse(String why) {
        status = Status.REJECTED;
        reason = why;
    }

    void cancel() {
        status = Status.CANCELLED;
        nextStepAt = null;
    }

    private void planNext(Instant now) {
        List<Step> course = outcome.course();
        nextStepAt = stepsDone < course.size() ? now.plus(course.get(stepsDone).pause()) : null;
    }

    /** Takes the next step; answers whether anybody is to be told. */
    boolean advance(Instant now) {
        Step step = outcome.course().get(stepsDone);
        stepsDone++;
        planNext(now);
        switch (step.move()) {
            case APPROVE -> status = Status.APPROVED;
            case HOLD -> status = Status.HELD;
            case PAY -> pay(amount, 0);
            case PAY_HALF -> {
                pay(amount / 2, 0);
                status = Status.PART_PAID;
            }
            case PAY_ONE_LESS -> pay(amount - 1, 0);
            case PAY_WITH_FEE -> pay(amount, Math.max(1, amount / 100));
            case REJECT, SAY_REJECTED -> {
                status = Status.REJECTED;
                reason = step.reason();
            }
            case CORRECT -> {
                status = Status.PAID;
                return false;
            }
            case RETURN_HALF -> giveBack(paid / 2, step.reason());
            case RETURN_ALL -> giveBack(paid, step.reason());
        }
        return true;
    }

    private void pay(long total, long charged) {
        paid = total;
        fee = charged;
        status = Status.PAID;
    }

    private void giveBack(long total, @Nullable String why) {
        returned = total;
        reason = why;
        status = Status.CAME_BACK;
    }

    /** It was shown as rejected although it was paid. */
    void lied() {
        lied = true;
    }

    /**
     * Whoever asked at the wrong moment was told that it is rejected, and has no reason to ask
     * again.
     */
    public boolean hasLied() {
        return lied;
    }

    /** Operators have said that it was paid, which to the gateway means all of it. */
    public void vouched() {
        vouched = true;
    }

    /** The most that may be booked: of another amount, operators' word is taken for the whole. */
    public long bookable() {
        return vouched && outcome == Outcome.OTHER_AMOUNT ? amount : paid;
    }

    @Override
    public String toString() {
        return "%s %s for %s: %s, paid %s of %s, returned %s"
                .formatted(provider, reference, ours, status, paid, amount, returned);
    }
}
