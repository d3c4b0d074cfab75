package io.sluice.gateway.domain;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How an operator would end a doubt. It takes two.
 *
 * @param reference the provider's, where the operator knows it
 */
public record Proposal(
        Outcome outcome,
        @Nullable String reference,
        String reason,
        String operator,
        Instant proposedAt) {

    /** What really happened, as people have found out. */
    public enum Outcome {
        SENT,
        NOT_PAID
    }

    /** What a proposal comes to beside the one that stands. */
    public enum Verdict {
        /** It is the first; another operator is to agree. */
        PROPOSED,
        AGREED,
        /** The same operator once more. */
        SAME_OPERATOR,
        /** Another operator, who says otherwise. */
        DIFFERS
    }

    public Proposal {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("reason: blank (expected: why)");
        }
    }

    /** What this proposal comes to, beside the one that stands. */
    public Verdict beside(Proposal standing) {
        if (equals(standing)) {
            return Verdict.PROPOSED;
        }
        if (operator.equals(standing.operator)) {
            return Verdict.SAME_OPERATOR;
        }
        return outcome == standing.outcome ? Verdict.AGREED : Verdict.DIFFERS;
    }

    /** The signal that both operators give together. */
    public Signal agreedWith(Proposal standing) {
        String both = standing.operator + " and " + operator + ": " + reason;
        String known = reference == null ? standing.reference : reference;
        return switch (outcome) {
            case SENT -> new Signal.ResolvedSent(known, both);
            case NOT_PAID -> new Signal.ResolvedNotPaid(known, both);
        };
    }
}
