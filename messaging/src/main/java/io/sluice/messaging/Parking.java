package io.sluice.messaging;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What waits behind a dead letter: later records of a withdrawal whose record was set aside, until
 * that record is redriven or discarded.
 */
public interface Parking {

    /** Of these subjects, those with a dead letter that is still open, each with it. */
    Mono<Map<String, Origin>> openDeadLetters(String consumer, Collection<String> subjects);

    /** Opens a dead letter, in place of one that its redriven copy ended; opening it again changes nothing. */
    Mono<Void> open(String consumer, String subject, Origin deadLetter, String reason);

    /** Keeps a record until the dead letter is closed; keeping it again changes nothing. */
    Mono<Void> keep(String consumer, String subject, RawRecord record);

    /** What was kept, oldest first. */
    Mono<List<RawRecord>> kept(String consumer, String subject);

    /** Drops kept records that were handled, the dead letter staying open. */
    Mono<Void> forget(String consumer, Collection<Origin> handled);

    /** Closes the dead letter and forgets these kept records; more that came meanwhile stay. */
    Mono<Void> close(String consumer, String subject, Collection<Origin> handled);
}
