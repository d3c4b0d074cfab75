package io.sluice.withdrawal.application;

import io.sluice.withdrawal.domain.Refusal;

/** What became of a request to open a withdrawal. */
public sealed interface OpenOutcome {

    record Opened(StoredAnswer answer) implements OpenOutcome {}

    /** The same key with the same content: the first answer again. */
    record Replayed(StoredAnswer answer) implements OpenOutcome {}

    /** The same key with other content. */
    record KeyReused() implements OpenOutcome {}

    /** The first call with this key is still under way. */
    record InFlight() implements OpenOutcome {}

    record Refused(Refusal refusal) implements OpenOutcome {}

    /** More at once than can be taken: nothing was written, try again. */
    record Overloaded() implements OpenOutcome {}
}
