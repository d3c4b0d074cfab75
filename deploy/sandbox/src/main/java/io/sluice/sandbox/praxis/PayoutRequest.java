package io.sluice.sandbox.praxis;

import io.sluice.sandbox.outcome.Notices;
import io.sluice.sandbox.outcome.Outcome;
import io.sluice.sandbox.outcome.Step;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * A withdrawal request at Praxis: what was ordered, how far it has come, which notifications are
 * owed.
 *
 * @param payingTid the tid under which it is being paid; 0 until it is completed
 * @param status of what is being paid; the request's own shown status may be {@code split}
 * @param paid what has left, returned or not; minor units
 * @param children transactions of their own: splits, and parts of a partial payout
 * @param notices how many notifications there have been
 */
record PayoutRequest(
        Opening opening,
        int stepsDone,
        int payingTid,
        String status,
        long paid,
        long returned,
        long fee,
        @Nullable String reason,
        Instant updatedAt,
        List<Child> children,
        int notices,
        List<Notice> owed) {

    /** A transaction under the request; a split has the order id that it came with. */
    record Child(int tid, @Nullable String orderId, long amount, String status) {}

    static PayoutRequest opened(Opening opening, boolean notified) {
        PayoutRequest request = fresh(opening, "requested", null);
        return notified ? request.notifying(request.snapshot()) : request;
    }

    static PayoutRequest refused(Opening opening, String reason) {
        return fresh(opening, "rejected", reason);
    }

    private static PayoutRequest fresh(Opening opening, String status, @Nullable String reason) {
        Instant now = opening.createdAt();
        return new PayoutRequest(
                opening, 0, 0, status, 0, 0, 0, reason, now, List.of(), 0, List.of());
    }

    boolean completable() {
        return payingTid == 0 && (status.equals("requested") || status.equals("split"));
    }

    boolean cancellable() {
        return payingTid == 0 && status.equals("requested");
    }

    long unpaid() {
        return opening.amount() - paid;
    }

    @Nullable Step nextStep() {
        List<Step> course = opening.outcome().course();
        return payingTid != 0 && stepsDone < course.size() ? course.get(stepsDone) : null;
    }

    /** Processing begins; what happens at once has happened, but for a rejection, which comes later. */
    PayoutRequest completed(int tid, Instant now, IntSupplier tids) {
        PayoutRequest request = paying(tid, now);
        for (Step step : opening.outcome().course()) {
            if (!step.pause().isZero() || step.move() == Step.Move.REJECT) {
                break;
            }
            request = request.advanced(now, tids);
        }
        return opening.outcome().notices() == Notices.REVERSED
                ? request.owing(request.owed.reversed())
                : request;
    }

    PayoutRequest cancelled(Instant now) {
        PayoutRequest request =
                with(stepsDone, "cancelled", paid, returned, fee, null, now, children);
        return request.notifying(request.snapshot());
    }

    /** Pays a part under a tid and an order id of its own. */
    PayoutRequest split(Child child, Instant now) {
        boolean rejected = child.status().equals("rejected");
        long total = rejected ? paid : paid + child.amount();
        String as = total == opening.amount() ? "approved" : "split";
        List<Child> all = plus(child);
        PayoutRequest request = with(stepsDone, as, total, returned, fee, null, now, all);
        return request.notifying(request.snapshot(child));
    }

    /**
     * The request after its next step.
     *
     * @throws IllegalStateException when there is none
     */
    PayoutRequest advanced(Instant now, IntSupplier tids) {
        Step step = nextStep();
        if (step == null) {
            throw new IllegalStateException("request has no step left (expected: one)");
        }
        String why = step.reason();
        long amount = opening.amount();
        return switch (step.move()) {
            case APPROVE -> step("authorized", paid, returned, fee, null, now);
            case HOLD -> step("compliance_hold", paid, returned, fee, null, now);
            case PAY -> partOf(amount, tids).step("approved", amount, returned, fee, null, now);
            case PAY_HALF ->
                    part(amount / 2, tids)
                            .step("partial_payout", amount / 2, returned, fee, null, now);
            case PAY_ONE_LESS -> step("approved", amount - 1, returned, fee, null, now);
            case PAY_WITH_FEE ->
                    step("approved", amount, returned, Math.max(1, amount / 100), null, now);
            case REJECT, SAY_REJECTED -> step("rejected", paid, returned, fee, why, now);
            case CORRECT ->
                    with(stepsDone + 1, "approved", paid, returned, fee, null, now, children);
            case RETURN_HALF -> step("reversed", paid, paid / 2, fee, why, now);
            case RETURN_ALL -> step("reversed", paid, paid, fee, why, now);
        };
    }

    /** The same without a notification that needs no more sending. */
    PayoutRequest told(int index) {
        return owing(owed.stream().filter(notice -> notice.index() != index).toList());
    }

    /** What is to be sent because of a change: the new, and in reverse order also what was held. */
    List<Notice> toSendAfter(PayoutRequest before) {
        boolean held =
                opening.outcome().notices() == Notices.REVERSED
                        && before.payingTid == 0
                        && payingTid != 0;
        return held
                ? owed
                : owed.stream().filter(notice -> notice.index() >= before.notices).toList();
    }

    /** Under a tid of its own; the request then says {@code split}. */
    boolean isPaidApart() {
        return payingTid != 0 && payingTid != opening.tid();
    }

    /** The request itself. */
    Snapshot snapshot() {
        return isPaidApart() ? snapshot(opening.tid(), "split") : snapshot(opening.tid(), status);
    }

    /** The transaction under a tid of this request. */
    Snapshot snapshot(int tid) {
        if (tid == opening.tid()) {
            return snapshot();
        }
        for (Child child : children) {
            if (child.tid() == tid) {
                return snapshot(child);
            }
        }
        return snapshot(tid, status);
    }

    private Snapshot snapshot(int tid, String as) {
        return new Snapshot(
                tid, opening.orderId(), as, opening.amount(), paid, returned, fee, reason);
    }

    private Snapshot snapshot(Child child) {
        String order = child.orderId() == null ? opening.orderId() : child.orderId();
        long left = child.status().equals("approved") ? child.amount() : 0;
        return new Snapshot(child.tid(), order, child.status(), child.amount(), left, 0, 0, null);
    }

    private PayoutRequest part(long amount, IntSupplier tids) {
        Child child = new Child(tids.getAsInt(), null, amount, "approved");
        return with(stepsDone, status, paid, returned, fee, reason, updatedAt, plus(child));
    }

    /** The last part of a payment in parts; nothing otherwise. */
    private PayoutRequest partOf(long amount, IntSupplier tids) {
        return opening.outcome() == Outcome.PAID_IN_PARTS ? part(amount - paid, tids) : this;
    }

    private List<Child> plus(Child child) {
        List<Child> all = new ArrayList<>(children);
        all.add(child);
        return List.copyOf(all);
    }

    private PayoutRequest step(
            String to, long paidNow, long back, long feeNow, @Nullable String why, Instant now) {
        PayoutRequest request = with(stepsDone + 1, to, paidNow, back, feeNow, why, now, children);
        return request.notifying(request.snapshot(payingTid, to));
    }

    private PayoutRequest notifying(Snapshot snapshot) {
        if (opening.outcome().notices() == Notices.NEVER) {
            return this;
        }
        List<Notice> all = new ArrayList<>(owed);
        all.add(new Notice(notices, snapshot));
        return new PayoutRequest(
                opening,
                stepsDone,
                payingTid,
                status,
                paid,
                returned,
                fee,
                reason,
                updatedAt,
                children,
                notices + 1,
                List.copyOf(all));
    }

    private PayoutRequest paying(int tid, Instant now) {
        return new PayoutRequest(
                opening, stepsDone, tid, "pending", paid, returned, fee, reason, now, children,
                notices, owed);
    }

    private PayoutRequest owing(List<Notice> left) {
        return new PayoutRequest(
                opening, stepsDone, payingTid, status, paid, returned, fee, reason, updatedAt,
                children, notices, left);
    }

    private PayoutRequest with(
            int steps,
            String to,
            long paidNow,
            long back,
            long feeNow,
            @Nullable String why,
            Instant now,
            List<Child> all) {
        return new PayoutRequest(
                opening, steps, payingTid, to, paidNow, back, feeNow, why, now, all, notices, owed);
    }
}
