package io.sluice.gateway.domain;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/** All that can happen to a payout. */
public sealed interface Signal {

    /**
     * Somebody takes the work that is due.
     *
     * @param prepared the request to record, where one is to be sent
     */
    record Claimed(Instant leaseEnd, @Nullable Prepared prepared) implements Signal {}

    /** What a provider answered, or failed to, in the work of a claim. */
    sealed interface Answer extends Signal {

        int attempt();

        int claim();
    }

    /**
     * The provider has it.
     *
     * @param finding what it says of it already, confirmed
     */
    record Accepted(int attempt, int claim, String reference, @Nullable Finding finding)
            implements Answer {}

    /** A definite no. */
    record Refused(int attempt, int claim, Refusal refusal) implements Answer {}

    /** Turned away unprocessed: the same again, later. */
    record Deferred(int attempt, int claim, String reason, Duration pause) implements Answer {}

    /**
     * Nothing definite: a time-out, a reset, a 5xx, an answer that does not verify.
     *
     * @param reference the provider's, as far as it is known
     * @param arrived the provider knows our key
     */
    record Unclear(
            int attempt, int claim, String reason, @Nullable String reference, boolean arrived)
            implements Answer {}

    /** A look-up found it. */
    record Found(int attempt, int claim, String reference, Finding finding) implements Answer {}

    /** A look-up found it, but nothing of it is under way: the order to pay did not arrive. */
    record FoundUnprocessed(int attempt, int claim, String reference) implements Answer {}

    /** A look-up found nothing. */
    record Absent(int attempt, int claim) implements Answer {}

    /** A look-up got no usable answer. */
    record Unanswered(int attempt, int claim, String reason) implements Answer {}

    /** Taken back: nothing was paid. */
    record TakenBack(int attempt, int claim) implements Answer {}

    /** Not taken back: it is under way, or over. */
    record NotTakenBack(int attempt, int claim, String reason) implements Answer {}

    /** A confirmed fact, from a callback or our own word coming round. */
    record Reported(
            int attempt,
            ProviderName provider,
            FactStatus status,
            Attempt.Paid paid,
            @Nullable String reference,
            @Nullable String reasonCode,
            FactSource source)
            implements Signal {}

    /** An unconfirmed word of the provider: to be confirmed by a look-up where it is news. */
    record Hinted(int attempt, Finding.Effect claimed) implements Signal {}

    /** An operator wants a look now. */
    record LookUpOrdered() implements Signal {}

    /** Two operators end a doubt: it was paid. */
    record ResolvedSent(@Nullable String reference, String reason) implements Signal {}

    /** Two operators end a doubt: it was not paid. */
    record ResolvedNotPaid(@Nullable String reference, String reason) implements Signal {}

    /** Its gateway takes no work: another of the route does. */
    record Rerouted(ProviderName to) implements Signal {}
}
