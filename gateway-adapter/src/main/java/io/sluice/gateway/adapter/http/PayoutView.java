package io.sluice.gateway.adapter.http;

import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.Plan;
import io.sluice.gateway.domain.Rules;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** A payout as operators see it: without the destination and what was sent. */
record PayoutView(
        String payoutId,
        String withdrawalId,
        String state,
        String amount,
        String currency,
        String gateway,
        @Nullable Instant doubtSince,
        @Nullable String doubtReason,
        boolean wantsOperator,
        @Nullable String nextStep,
        @Nullable Instant nextAt,
        List<AttemptView> attempts) {

    /** One attempt. */
    record AttemptView(
            int attempt,
            String gateway,
            int cascadeLevel,
            String key,
            @Nullable String providerReference,
            String state,
            Instant sentAt,
            Instant lastSentAt,
            int sends,
            @Nullable String outcome,
            @Nullable String reasonCode,
            String sentTotal,
            String returnedTotal) {

        static AttemptView of(Attempt attempt) {
            return new AttemptView(
                    attempt.number(),
                    attempt.provider().value(),
                    attempt.cascadeLevel(),
                    attempt.key(),
                    attempt.reference(),
                    attempt.state().name(),
                    attempt.firstSentAt(),
                    attempt.stampedAt(),
                    attempt.sends(),
                    attempt.outcome(),
                    attempt.reasonCode(),
                    Long.toString(attempt.paid().sentTotal()),
                    Long.toString(attempt.paid().returnedTotal()));
        }
    }

    static PayoutView of(Payout payout, Rules rules, Instant now) {
        Plan plan = payout.plan();
        return new PayoutView(
                payout.id().toString(),
                payout.order().withdrawalId().toString(),
                payout.state().name(),
                Long.toString(payout.order().amount()),
                payout.order().currency().getCurrencyCode(),
                payout.provider().value(),
                payout.doubtSince(),
                payout.doubtReason(),
                payout.wantsOperator(rules, now),
                plan == null ? null : plan.step().name(),
                plan == null ? null : plan.dueAt(),
                payout.attempts().stream().map(AttemptView::of).toList());
    }
}
