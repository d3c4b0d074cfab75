package io.sluice.messaging;

/** Makes a service's consumers, all alike. */
public final class BatchConsumers {

    private final EventCodec codec;
    private final EventPublisher publisher;
    private final Parking parking;

    public BatchConsumers(EventCodec codec, EventPublisher publisher, Parking parking) {
        this.codec = codec;
        this.publisher = publisher;
        this.parking = parking;
    }

    /**
     * @param name the consumer group, which dead letters name
     */
    public BatchConsumer consumer(String name, BatchHandler handler) {
        return new BatchConsumer(name, codec, handler, publisher, parking);
    }
}
