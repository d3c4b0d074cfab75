package io.sluice.messaging;

import java.util.function.BiFunction;

/** Makes a service's consumers, all alike. */
public final class BatchConsumers {

    private final EventCodec codec;
    private final EventPublisher publisher;
    private final Parking parking;
    private final BiFunction<String, BatchHandler, BatchHandler> watched;

    public BatchConsumers(EventCodec codec, EventPublisher publisher, Parking parking) {
        this(codec, publisher, parking, (_, handler) -> handler);
    }

    /**
     * @param watched what a handler becomes for the consumer of this name, so that it is seen
     */
    BatchConsumers(
            EventCodec codec,
            EventPublisher publisher,
            Parking parking,
            BiFunction<String, BatchHandler, BatchHandler> watched) {
        this.codec = codec;
        this.publisher = publisher;
        this.parking = parking;
        this.watched = watched;
    }

    /**
     * @param name the consumer group, which dead letters name
     */
    public BatchConsumer consumer(String name, BatchHandler handler) {
        return new BatchConsumer(name, codec, watched.apply(name, handler), publisher, parking);
    }
}
