package io.sluice.ledger.domain;

import io.sluice.contracts.FactStatus;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.Processing;
import io.sluice.ledger.domain.PayoutTransitions.Answer;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Books one fact: takes it apart into steps, has each answered by the payout's transition table,
 * and moves the money. Totals are cumulative, so only their growth is booked.
 */
final class FactBooking {

    private final Docket docket;
    private final PayoutStatusReported fact;
    private final Instant occurredAt;
    private final FactPostings postings;
    private final boolean isNewAttempt;
    private final boolean wasLive;
    private Payout payout;
    private Attempt attempt;

    FactBooking(Docket docket, PayoutStatusReported fact, Payout payout, Attempt attempt) {
        this.docket = docket;
        this.fact = fact;
        this.occurredAt = fact.occurredAt().truncatedTo(ChronoUnit.MICROS);
        this.postings = new FactPostings(docket, fact);
        this.isNewAttempt = fact.attempt() > payout.lastAttempt();
        this.wasLive = payout.state().isLive();
        this.payout = payout.heardOf(fact.attempt());
        this.attempt = attempt;
    }

    void book() {
        long sent = fact.sentTotal() - attempt.sent();
        long returned = fact.returnedTotal() - attempt.returned();
        boolean below = speaksOfTotals() && (sent < 0 || returned < 0);
        boolean later = below && isLater(sent, returned);
        remember(sent, returned);
        bookSent(Math.max(sent, 0), !below);
        bookFee();
        bookReturned(Math.max(returned, 0));
        if (!below) {
            end();
        } else if (fact.status() == FactStatus.REJECTED && sent < 0) {
            step(PayoutStep.REJECTED_BELOW);
        } else {
            step(later ? PayoutStep.WENT_DOWN : PayoutStep.REPEATED);
        }
        docket.update(payout);
        docket.update(attempt);
    }

    /** Created and approved say nothing of money. */
    private boolean speaksOfTotals() {
        return switch (fact.status()) {
            case CREATED, APPROVED -> fact.sentTotal() > 0;
            case SENT, REJECTED, RETURNED -> true;
        };
    }

    private boolean isLater(long sent, long returned) {
        return (sent < 0 && isAfter(attempt.sentAt()))
                || (returned < 0 && isAfter(attempt.returnedAt()));
    }

    private boolean isAfter(@Nullable Instant booked) {
        return booked != null && occurredAt.isAfter(booked);
    }

    /** Keeps when each total was first stated: facts that come in any order converge. */
    private void remember(long sent, long returned) {
        attempt =
                attempt.said(
                        firstStated(attempt.sentAt(), sent, fact.sentTotal()),
                        firstStated(attempt.returnedAt(), returned, fact.returnedTotal()));
    }

    private @Nullable Instant firstStated(@Nullable Instant known, long growth, long total) {
        if (total == 0 || growth < 0) {
            return known;
        }
        return growth > 0 || known == null || occurredAt.isBefore(known) ? occurredAt : known;
    }

    private void bookSent(long amount, boolean mayEnd) {
        if (amount == 0) {
            return;
        }
        if (payout.firstSent() == 0) {
            payout = payout.sentFirst(fact.attempt());
        }
        if (payout.firstSent() != fact.attempt()) {
            suspend(amount, PayoutStep.SENT_TWICE);
            postings.doublePayout(payout.firstSent(), amount);
            return;
        }
        long open =
                wasLive
                        ? payout.unpaid()
                        : Math.min(payout.unpaid(), docket.withdrawal().remainder());
        long settled = Math.min(amount, open);
        if (settled > 0) {
            settle(settled, mayEnd && endsAttempt());
        }
        long late = Math.min(amount - settled, payout.unpaid());
        if (late > 0) {
            suspend(late, PayoutStep.SENT_TOO_LATE);
        }
        if (amount > settled + late) {
            suspend(amount - settled - late, PayoutStep.SENT_TOO_MUCH);
        }
    }

    private void settle(long amount, boolean isFinalWord) {
        if (wasLive) {
            docket.update(docket.withdrawal().unauthorize(amount));
        }
        docket.update(docket.withdrawal().settle(amount));
        payout = payout.settle(amount);
        Transfer transfer = postings.settle(amount, attempt.sent() + amount);
        attempt = attempt.settle(amount, transfer.id());
        Progress.afterTotals(docket, WithdrawalStep.SENT_IN_PART);
        boolean ends = !wasLive || payout.unpaid() == 0 || isFinalWord;
        postings.settled(amount, attempt.settled(), feeGrowth(), ends);
        step(payout.unpaid() == 0 ? PayoutStep.SENT_IN_FULL : PayoutStep.SENT_IN_PART);
        if (payout.returned() > 0 && !payout.state().isLive()) {
            step(PayoutStep.RETURNED);
        }
        if (fact.attempt() < payout.lastAttempt()) {
            step(PayoutStep.SENT_BY_REFUSED);
        }
        postings.overdrawn();
    }

    private void suspend(long amount, PayoutStep step) {
        payout = payout.suspend(amount);
        postings.suspend(amount, attempt.sent() + amount);
        attempt = attempt.suspend(amount);
        step(step);
    }

    private long feeGrowth() {
        return Math.max(0, fact.fee() - attempt.fee());
    }

    private void bookFee() {
        long growth = feeGrowth();
        if (growth > 0) {
            attempt = attempt.charge(growth);
            postings.fee(growth, attempt.fee());
        }
    }

    private void bookReturned(long amount) {
        if (amount == 0) {
            return;
        }
        attempt = attempt.takeBack(amount);
        long toSuspense = Math.min(amount, payout.suspended() - payout.suspenseReturned());
        if (toSuspense > 0) {
            payout = payout.takeBackToSuspense(toSuspense);
            postings.returnToSuspense(toSuspense, attempt);
            step(PayoutStep.RETURNED_TO_SUSPENSE);
        }
        long toWallet = amount - toSuspense;
        if (toWallet > 0) {
            payout = payout.takeBack(toWallet);
            docket.update(docket.withdrawal().takeBack(toWallet));
            postings.returnToWallet(toWallet, attempt);
            Progress.step(docket, WithdrawalStep.CAME_BACK);
            postings.returned(toWallet, attempt.returned());
            step(PayoutStep.RETURNED);
        }
    }

    /** What the fact says of the end, after its totals are booked. */
    private void end() {
        switch (fact.status()) {
            case CREATED, APPROVED ->
                    step(
                            isNewAttempt && !wasLive
                                    ? PayoutStep.STARTED_ANEW
                                    : PayoutStep.PROGRESSED);
            case SENT -> endSent(fact.sentTotal());
            case RETURNED -> endSent(fact.returnedTotal());
            case REJECTED -> endRejected();
        }
    }

    private void endSent(long total) {
        if (total == 0) {
            step(PayoutStep.SENT_NOTHING);
        } else if (payout.state().isLive() && endsAttempt()) {
            endUnpaid(PayoutStep.FINAL_SENT, QuarantineReason.SENT_BELOW_ORDER.code());
        } else {
            step(PayoutStep.REPEATED);
        }
    }

    private void endRejected() {
        boolean another = payout.firstSent() != 0 && payout.firstSent() != fact.attempt();
        if (fact.attempt() < payout.lastAttempt()) {
            step(PayoutStep.REJECTED_EARLIER);
        } else if (!payout.state().isLive() || another) {
            step(PayoutStep.PROGRESSED);
        } else {
            String code = fact.reasonCode();
            endUnpaid(PayoutStep.REJECTED, code == null ? "rejected" : code);
        }
    }

    /** The final word of the attempt that settles. */
    private boolean endsAttempt() {
        return switch (fact.status()) {
            case CREATED, APPROVED -> false;
            case SENT, RETURNED -> fact.isFinal() && (payout.firstSent() == fact.attempt());
            case REJECTED -> fact.attempt() >= payout.lastAttempt();
        };
    }

    /** Ends the payout with {@link Payout#unpaid()} open: it is released, or remains to be ordered. */
    private void endUnpaid(PayoutStep step, String reasonCode) {
        long unpaid = payout.unpaid();
        boolean nothingNew = payout.settled() > 0 && !postings.hasSettled();
        docket.update(docket.withdrawal().unauthorize(unpaid));
        step(step);
        if (payout.returned() > 0) {
            step(PayoutStep.RETURNED);
        }
        if (payout.settled() == 0) {
            postings.rejected(unpaid, reasonCode);
        } else if (nothingNew) {
            postings.settled(0, attempt.settled(), 0, true);
        }
        Withdrawal withdrawal = docket.withdrawal();
        if (withdrawal.terms().processing() == Processing.AUTOMATIC || withdrawal.isClosed()) {
            Progress.release(docket, unpaid, payout.id(), reasonCode, occurredAt);
        }
        Progress.afterTotals(docket, WithdrawalStep.PART_UNPAID);
    }

    private void step(PayoutStep step) {
        switch (PayoutTransitions.answer(payout.state(), step)) {
            case Answer.To(PayoutState next, QuarantineReason look) -> {
                payout = payout.in(next);
                if (look != null) {
                    docket.quarantine(fact, look);
                }
            }
            case Answer.Unreachable _ ->
                    throw new IllegalStateException(
                            "payout: "
                                    + step
                                    + " in "
                                    + payout.state()
                                    + " (expected: a reachable step)");
        }
    }
}
