package io.sluice.messaging;

import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the records out of the binder's batch message. */
final class ReceivedBatch {

    private ReceivedBatch() {}

    static List<RawRecord> records(Message<List<byte[]>> message) {
        List<?> payloads = message.getPayload();
        List<?> topics = list(message, KafkaHeaders.RECEIVED_TOPIC);
        List<?> partitions = list(message, KafkaHeaders.RECEIVED_PARTITION);
        List<?> offsets = list(message, KafkaHeaders.OFFSET);
        List<?> keys = list(message, KafkaHeaders.RECEIVED_KEY);
        List<?> headers = list(message, KafkaHeaders.BATCH_CONVERTED_HEADERS);
        List<RawRecord> records = new ArrayList<>(payloads.size());
        for (int i = 0; i < payloads.size(); i++) {
            Origin origin =
                    new Origin(
                            (String) topics.get(i),
                            (Integer) partitions.get(i),
                            (Long) offsets.get(i));
            byte[] payload = payloads.get(i) instanceof byte[] bytes ? bytes : new byte[0];
            records.add(
                    new RawRecord(
                            origin, text(keys.get(i)), texts((Map<?, ?>) headers.get(i)), payload));
        }
        return records;
    }

    private static List<?> list(Message<?> message, String header) {
        if (message.getHeaders().get(header) instanceof List<?> list) {
            return list;
        }
        throw new IllegalStateException(header + ": no list (expected: a batch-mode binding)");
    }

    private static Map<String, String> texts(Map<?, ?> headers) {
        Map<String, String> texts = new HashMap<>();
        headers.forEach(
                (name, value) -> {
                    String text = text(value);
                    if (text != null) {
                        texts.put((String) name, text);
                    }
                });
        return texts;
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            case String text -> text;
            case null, default -> null;
        };
    }
}
