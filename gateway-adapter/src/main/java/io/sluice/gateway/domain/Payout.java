package io.sluice.gateway.domain;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One payout with all its attempts.
 *
 * @param provider whose turn it is
 * @param cascadeLevel how many gateways refused it before
 * @param claim raised each time somebody takes the work; what was decided under an older number no
 *     longer counts
 * @param plan what is done next; null when nothing is by itself (it ended, or waits for an
 *     operator)
 * @param tries since the last change of state
 */
public record Payout(
        PayoutOrder order,
        PayoutState state,
        ProviderName provider,
        int cascadeLevel,
        int claim,
        @Nullable Plan plan,
        int tries,
        @Nullable Instant doubtSince,
        @Nullable String doubtReason,
        List<Attempt> attempts) {

    public Payout {
        attempts = List.copyOf(attempts);
        if (state.ended() && plan != null) {
            throw new IllegalArgumentException(state + ": (expected: nothing planned)");
        }
    }

    private static final ProviderName NOBODY = new ProviderName("none");

    /**
     * As the ledger authorized it: to be sent at once, or rejected where no gateway of the route
     * pays such a thing.
     */
    public static Decision authorized(PayoutOrder order, Rules rules, Instant now) {
        return rules.route(order, List.of())
                .map(provider -> Decision.moved(at(order, provider, new Plan(Step.SEND, now))))
                .orElseGet(() -> unroutable(order, now));
    }

    private static Payout at(PayoutOrder order, ProviderName provider, Plan plan) {
        return new Payout(
                order, PayoutState.AUTHORIZED, provider, 0, 0, plan, 0, null, null, List.of());
    }

    private static Decision unroutable(PayoutOrder order, Instant now) {
        Payout rejected =
                at(order, NOBODY, new Plan(Step.SEND, now)).to(PayoutState.REJECTED, null);
        return Decision.moved(
                rejected,
                new PayoutStatusReported(
                        order.withdrawalId(),
                        order.payoutId(),
                        1,
                        FactStatus.REJECTED,
                        0,
                        0,
                        order.currency(),
                        true,
                        0,
                        NOBODY.value(),
                        null,
                        "no_gateway",
                        now,
                        FactSource.SUBMISSION));
    }

    public PayoutId id() {
        return order.payoutId();
    }

    /** Whether it has been in doubt for so long that an operator is to look at it. */
    public boolean wantsOperator(Rules rules, Instant now) {
        return doubtSince != null
                && (plan == null
                        || doubtSince
                                .plus(rules.terms(provider).timing().operatorAfter())
                                .isBefore(now));
    }

    /** The last attempt: the only one that may be open. */
    public Optional<Attempt> current() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    }

    /** The attempt with this number. */
    public Optional<Attempt> attempt(int number) {
        return attempts.stream().filter(a -> a.number() == number).findFirst();
    }

    /** A provider says that it paid an attempt before the last: nothing more may be sent. */
    boolean isPaidElsewhere() {
        return attempts.stream()
                .limit(Math.max(0, attempts.size() - 1))
                .anyMatch(attempt -> attempt.paid().sentTotal() > 0);
    }

    /** Where the payout ends when nothing was paid on its last attempt. */
    PayoutState endUnpaid(PayoutState unpaid) {
        return isPaidElsewhere() ? PayoutState.SENT : unpaid;
    }

    boolean isCurrent(int number) {
        return attempts.size() == number;
    }

    Payout to(PayoutState next, @Nullable Plan nextPlan) {
        return new Payout(
                order,
                next,
                provider,
                cascadeLevel,
                claim,
                nextPlan,
                next == state ? tries + 1 : 0,
                next == PayoutState.IN_DOUBT ? doubtSince : null,
                next == PayoutState.IN_DOUBT ? doubtReason : null,
                attempts);
    }

    /** As it was read, with the attempts that belong to it. */
    public Payout withAttempts(List<Attempt> read) {
        return new Payout(
                order,
                state,
                provider,
                cascadeLevel,
                claim,
                plan,
                tries,
                doubtSince,
                doubtReason,
                read);
    }

    Payout doubted(Instant since, String reason) {
        return new Payout(
                order,
                state,
                provider,
                cascadeLevel,
                claim,
                plan,
                tries,
                doubtSince == null ? since : doubtSince,
                reason,
                attempts);
    }

    Payout claimed(Step step, Instant leaseEnd) {
        return new Payout(
                order,
                state,
                provider,
                cascadeLevel,
                claim + 1,
                new Plan(step, leaseEnd),
                tries,
                doubtSince,
                doubtReason,
                attempts);
    }

    Payout at(ProviderName nextProvider, int level) {
        return new Payout(
                order,
                state,
                nextProvider,
                level,
                claim,
                plan,
                tries,
                doubtSince,
                doubtReason,
                attempts);
    }

    /** With this attempt in the place of the one of its number, or added at the end. */
    Payout with(Attempt attempt) {
        List<Attempt> all = new ArrayList<>(attempts);
        if (attempt.number() == all.size() + 1) {
            all.add(attempt);
        } else {
            all.set(attempt.number() - 1, attempt);
        }
        return new Payout(
                order,
                state,
                provider,
                cascadeLevel,
                claim,
                plan,
                tries,
                doubtSince,
                doubtReason,
                all);
    }
}
