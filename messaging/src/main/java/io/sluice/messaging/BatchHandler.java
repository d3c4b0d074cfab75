package io.sluice.messaging;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.util.List;

/** What a service does with the records that it consumes. */
@FunctionalInterface
public interface BatchHandler {

    /**
     * Handles the records in order, all in one commit of the service's own database, or none.
     *
     * <p>Idempotent: after a crash or a rebalance the batch comes again, whole or in part, here or
     * at another instance, and a stalled instance may still be at it.
     *
     * @return what is to be published before the offsets move
     * @throws PoisonRecord (as error signal, before anything is committed) for a record that can
     *     never be processed: it is set aside and the rest handed in again
     */
    Mono<BatchResult> handle(List<Inbound> batch);

    /**
     * Whether records of this type are anything to it; others are passed over unread.
     *
     * @param type as CloudEvents has it; null where a record names none
     */
    default boolean wants(@Nullable String type) {
        return true;
    }
}
