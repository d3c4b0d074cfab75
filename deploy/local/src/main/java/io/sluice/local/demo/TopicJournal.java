package io.sluice.local.demo;

import io.sluice.contracts.Topics;
import io.sluice.local.security.Security;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Every record that was written to the topics since a moment, of the withdrawals asked for. */
final class TopicJournal implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final List<Entry> entries = new ArrayList<>();

    /** A record, as far as its envelope and the demo go. */
    record Entry(
            String topic, String subject, Instant at, String source, String type, JsonNode data) {

        Moment moment() {
            String name = type.replaceFirst("^sluice\\.", "").replaceFirst("\\.v1$", "");
            return new Moment(at, source, name + "  (" + topic + ")");
        }
    }

    /** Remembers where the topics end at this moment. */
    TopicJournal(int kafkaPort, Security security) {
        Map<String, Object> settings = new HashMap<>(security.kafkaClient(Security.ADMINISTRATOR));
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:" + kafkaPort);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        this.consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.partitions =
                Topics.ALL.stream()
                        .flatMap(
                                topic ->
                                        IntStream.range(0, Topics.PARTITIONS)
                                                .mapToObj(part -> new TopicPartition(topic, part)))
                        .toList();
        consumer.assign(partitions);
        consumer.endOffsets(partitions, LIMIT).forEach(consumer::seek);
    }

    /** All entries of the withdrawal up to now, in no particular order. */
    List<Entry> of(String withdrawalId) {
        readToEnd();
        return entries.stream().filter(entry -> entry.subject().equals(withdrawalId)).toList();
    }

    private void readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, LIMIT);
        Instant deadline = Instant.now().plus(LIMIT);
        while (Instant.now().isBefore(deadline)
                && ends.entrySet().stream()
                        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(record -> entry(record).ifPresent(entries::add));
        }
    }

    /** Empty for a record without our envelope: not ours to judge. */
    private static Optional<Entry> entry(ConsumerRecord<byte[], byte[]> record) {
        try {
            return header(record, "ce_type")
                    .map(
                            type ->
                                    new Entry(
                                            record.topic(),
                                            header(record, "ce_subject").orElse(""),
                                            Instant.parse(header(record, "ce_time").orElse("")),
                                            header(record, "ce_source").orElse(""),
                                            type,
                                            JSON.readTree(record.value())));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> header(ConsumerRecord<byte[], byte[]> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
