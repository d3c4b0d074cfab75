package io.sluice.verification.bench;

import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What the topics say of a run when it is over: how many withdrawals reached each stage, how much was
 * settled, and how long each stage took by the producers' clocks (milliseconds; one machine, one
 * clock).
 */
final class Journeys {

    private static final String REQUESTED = "withdrawal-requested";
    private static final String RESERVED = "funds-reserved";
    private static final String SUBMITTED = "payout-submitted";
    private static final String REPORTED = "sent-reported";
    private static final String SETTLED = "funds-settled";
    private static final String HEARD = "withdrawal-sent-heard";

    private record Stage(String name, String from, String to) {}

    /** A callback may overtake the answer to the call that led to it. */
    private static final List<Stage> STAGES =
            List.of(
                    new Stage("reserve", REQUESTED, RESERVED),
                    new Stage("submit", RESERVED, SUBMITTED),
                    new Stage("pay_and_report", RESERVED, REPORTED),
                    new Stage("settle", REPORTED, SETTLED),
                    new Stage("tell", SETTLED, HEARD));

    private static final List<String> TOPICS =
            List.of("withdrawals.v1", "ledger.v1", "payouts.v1", "payout-status.v1");
    private static final int PARTITIONS = 12;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final long LONGEST_MILLIS = TimeUnit.MINUTES.toMillis(30);
    private static final Pattern AMOUNT = Pattern.compile("\"amount\":\"(\\d+)\"");

    private final Map<String, Set<String>> reached = new HashMap<>();
    private final Map<String, Map<String, Long>> moments = new LinkedHashMap<>();
    private final Map<String, Histogram> stages = new LinkedHashMap<>();
    private final Set<String> settledEvents = new HashSet<>();
    private long settledAmount;
    private long records;

    /**
     * Reads all that is in the topics now.
     *
     * @param heardMillis when each withdrawal's {@code withdrawal.sent} reached the partner; only
     *     these withdrawals' times are measured
     */
    static Journeys read(String bootstrapServers, Map<String, Long> heardMillis) {
        Journeys journeys = new Journeys();
        heardMillis.forEach(
                (id, millis) -> journeys.moments.put(id, new HashMap<>(Map.of(HEARD, millis))));
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 10_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    TOPICS.stream()
                            .flatMap(
                                    topic ->
                                            IntStream.range(0, PARTITIONS)
                                                    .mapToObj(n -> new TopicPartition(topic, n)))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Instant deadline = Instant.now().plus(LIMIT);
            while (!isAtEnd(consumer, ends)) {
                consumer.poll(POLL).forEach(journeys::add);
                if (Instant.now().isAfter(deadline)) {
                    throw new IllegalStateException("topics: not read within " + LIMIT);
                }
            }
        }
        journeys.measure();
        return journeys;
    }

    private static boolean isAtEnd(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Withdrawals that reached the stage which this event ends. */
    long reached(String event) {
        return reached.getOrDefault(event, Set.of()).size();
    }

    /** In minor units, each event counted once. */
    long settledAmount() {
        return settledAmount;
    }

    long records() {
        return records;
    }

    /** Milliseconds of each stage. */
    Map<String, Histogram> stages() {
        return stages;
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        records++;
        String subject = header(record, "ce_subject");
        String event = event(record);
        if (subject.isEmpty() || event.isEmpty()) {
            return;
        }
        reached.computeIfAbsent(event, _ -> new HashSet<>()).add(subject);
        if (event.equals(SETTLED) && settledEvents.add(header(record, "ce_id"))) {
            settledAmount += amount(record);
        }
        Map<String, Long> journey = moments.get(subject);
        if (journey != null) {
            journey.putIfAbsent(event, record.timestamp());
        }
    }

    private static String event(ConsumerRecord<byte[], byte[]> record) {
        String type = header(record, "ce_type");
        String event = type.replaceAll("^sluice\\.|\\.v1$", "");
        if (!event.equals("payout-status-reported")) {
            return event;
        }
        String body = new String(record.value(), StandardCharsets.UTF_8);
        return body.contains("\"status\":\"sent\"") ? REPORTED : "";
    }

    private static long amount(ConsumerRecord<byte[], byte[]> record) {
        Matcher amount = AMOUNT.matcher(new String(record.value(), StandardCharsets.UTF_8));
        return amount.find() ? Long.parseLong(amount.group(1)) : 0;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private void measure() {
        for (Map<String, Long> journey : moments.values()) {
            for (Stage stage : STAGES) {
                Long from = journey.get(stage.from());
                Long to = journey.get(stage.to());
                if (from != null && to != null) {
                    stages.computeIfAbsent(stage.name(), _ -> new Histogram(LONGEST_MILLIS, 3))
                            .recordValue(Math.clamp(to - from, 0, LONGEST_MILLIS));
                }
            }
        }
    }
}
