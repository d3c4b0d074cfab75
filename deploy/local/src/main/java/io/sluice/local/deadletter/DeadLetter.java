package io.sluice.local.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.contracts.DeadLetterHeaders;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A record that a consumer set aside, as it lies on its dead-letter topic. */
record DeadLetter(ConsumerRecord<byte[], byte[]> record) {

    private static final String OF_DEAD_LETTERS = "sluice-dead-letter-";

    /** Where the record lay, {@code topic/partition/offset}: what a copy that ends it names. */
    String origin() {
        return topic()
                + "/"
                + header(DeadLetterHeaders.PARTITION)
                + "/"
                + header(DeadLetterHeaders.OFFSET);
    }

    /** The offset that the record had. */
    long offset() {
        return Long.parseLong(header(DeadLetterHeaders.OFFSET));
    }

    String topic() {
        return header(DeadLetterHeaders.TOPIC);
    }

    String consumer() {
        return header(DeadLetterHeaders.CONSUMER);
    }

    String reason() {
        return header(DeadLetterHeaders.REASON);
    }

    String time() {
        return header(DeadLetterHeaders.TIME);
    }

    String type() {
        return header("ce_type");
    }

    /** The withdrawal, where the record has one. */
    String subject() {
        return header("ce_subject");
    }

    /** All headers, by name. */
    Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        return headers;
    }

    /** The record's bytes as text; what is not UTF-8 shows as replacement characters. */
    String payload() {
        return text(record.value());
    }

    /** The copy that has its consumer handle it now, and what is parked behind it. */
    ProducerRecord<byte[], byte[]> redriven() {
        return copy(DeadLetterHeaders.REDRIVE);
    }

    /** The copy that has its consumer go on without it. */
    ProducerRecord<byte[], byte[]> discarded(String reason) {
        ProducerRecord<byte[], byte[]> copy = copy(DeadLetterHeaders.DISCARD);
        copy.headers().add(DeadLetterHeaders.REASON, reason.getBytes(UTF_8));
        return copy;
    }

    private ProducerRecord<byte[], byte[]> copy(String end) {
        Headers headers = new RecordHeaders();
        record.headers()
                .forEach(
                        header -> {
                            if (!header.key().startsWith(OF_DEAD_LETTERS)) {
                                headers.add(header);
                            }
                        });
        headers.add(end, origin().getBytes(UTF_8));
        headers.add(DeadLetterHeaders.ADDRESSEE, consumer().getBytes(UTF_8));
        return new ProducerRecord<>(
                topic(), record.partition(), record.key(), record.value(), headers);
    }

    private String header(String name) {
        return Optional.ofNullable(record.headers().lastHeader(name))
                .map(header -> text(header.value()))
                .orElse("");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
