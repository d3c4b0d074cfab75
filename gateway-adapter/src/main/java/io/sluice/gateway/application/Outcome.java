package io.sluice.gateway.application;

import io.sluice.gateway.domain.Finding;
import io.sluice.gateway.domain.Refusal;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** What became of a call to a provider, in our words. Unknown is not failed. */
public sealed interface Outcome {

    /** Whether the provider did its part; a refusal is an answer like any other. */
    default boolean isHealthy() {
        return switch (this) {
            case Accepted _,
                    Refused _,
                    Found _,
                    FoundUnprocessed _,
                    Absent _,
                    TakenBack _,
                    NotTakenBack _ ->
                    true;
            case Deferred _, Unclear _, Unanswered _ -> false;
        };
    }

    /** Of a submission. */
    sealed interface OfSubmit extends Outcome {}

    /** Of a look-up. */
    sealed interface OfLookUp extends Outcome {}

    /** Of a cancellation. */
    sealed interface OfCancel extends Outcome {}

    /**
     * The provider has it.
     *
     * @param finding what it says of it already, where its signature covers that
     */
    record Accepted(String reference, @Nullable Finding finding) implements OfSubmit {}

    /** A definite no. */
    record Refused(Refusal refusal) implements OfSubmit {}

    /** Turned away unprocessed: the same again after the pause. */
    record Deferred(String reason, Duration pause) implements OfSubmit {}

    /**
     * Nothing definite.
     *
     * @param reason without anything from the request
     * @param reference the provider's, as far as it is known
     * @param arrived the provider knows our key
     */
    record Unclear(String reason, @Nullable String reference, boolean arrived) implements OfSubmit {

        public static Unclear because(String reason) {
            return new Unclear(reason, null, false);
        }
    }

    record Found(String reference, Finding finding) implements OfLookUp {}

    /** There, but the order to pay it did not arrive. */
    record FoundUnprocessed(String reference) implements OfLookUp {}

    record Absent() implements OfLookUp {}

    /** Taken back: nothing was paid. */
    record TakenBack() implements OfCancel {}

    /** Under way or over. */
    record NotTakenBack(String reason) implements OfCancel {}

    /** No usable answer. */
    record Unanswered(String reason) implements OfLookUp, OfCancel {}
}
