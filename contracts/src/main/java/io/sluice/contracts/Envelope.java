package io.sluice.contracts;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An event with its CloudEvents 1.0 attributes.
 *
 * @param id derived from the cause, equal whenever the event is emitted again
 * @param source the service that wrote it
 * @param time when what it says happened
 * @param causedBy the id of the event that led to this one (extension {@code causationid}), by
 *     which who asked recognises the answer
 * @param traceparent W3C trace context, carried from the first request on
 */
public record Envelope<E extends SluiceEvent>(
        EventId id,
        String source,
        Instant time,
        @Nullable EventId causedBy,
        @Nullable String traceparent,
        E data) {

    /** The next event of the chain: caused by this one, in the same trace. */
    public <N extends SluiceEvent> Envelope<N> then(EventId nextId, String by, Instant at, N next) {
        return new Envelope<>(nextId, by, at, id, traceparent, next);
    }

    /** The same event, as a part of what this span of its trace does. */
    public Envelope<E> within(@Nullable String span) {
        return new Envelope<>(id, source, time, causedBy, span, data);
    }
}
