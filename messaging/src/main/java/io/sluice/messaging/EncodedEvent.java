package io.sluice.messaging;

import java.util.Map;

/**
 * An event as it lies on a topic: CloudEvents 1.0, Kafka binary mode.
 *
 * @param partition of the topic's {@value io.sluice.contracts.Topics#PARTITIONS}
 */
public record EncodedEvent(
        String topic, int partition, String key, Map<String, String> headers, byte[] payload) {

    public EncodedEvent {
        headers = Map.copyOf(headers);
    }
}
