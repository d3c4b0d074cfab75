package io.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.contracts.DeadLetterHeaders;
import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.Slot;
import io.sluice.contracts.Topics;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;
import io.sluice.contracts.WithdrawalId;
import io.sluice.testing.Infrastructure;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Through the real binder, broker and database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BatchConsumerTest {

    private static final String CONSUMER = "batch-consumer-test";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Random random = new Random(7);
    private final EventCodec codec = new EventCodec();
    private final Recorder recorder = new Recorder();

    private ConfigurableApplicationContext application;
    private EventPublisher publisher;

    /** The service: remembers what it handled, and fails as told. */
    static final class Recorder implements BatchHandler {

        final List<Inbound> handled = new CopyOnWriteArrayList<>();
        final AtomicInteger outages = new AtomicInteger();
        volatile Predicate<Inbound> poison = _ -> false;
        volatile Predicate<Inbound> bug = _ -> false;
        volatile boolean answers;

        @Override
        public Mono<BatchResult> handle(List<Inbound> batch) {
            if (outages.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return Mono.error(new TimeoutException("database away"));
            }
            for (Inbound record : batch) {
                if (poison.test(record)) {
                    return Mono.error(
                            new PoisonRecord(record, "amount: other currency (expected: TRY)"));
                }
                if (bug.test(record)) {
                    return Mono.error(new IllegalStateException("a bug"));
                }
            }
            handled.addAll(batch);
            return Mono.just(answers ? new BatchResult(answers(batch)) : BatchResult.done());
        }

        private static List<EncodedEvent> answers(List<Inbound> batch) {
            return batch.stream()
                    .map(
                            record ->
                                    new EventCodec()
                                            .encode(
                                                    record.envelope()
                                                            .then(
                                                                    EventId.derived(
                                                                            record.envelope()
                                                                                    .id()
                                                                                    .toString(),
                                                                            "answer"),
                                                                    CONSUMER,
                                                                    Instant.EPOCH,
                                                                    record.envelope().data())))
                    .toList();
        }

        void reset() {
            handled.clear();
            outages.set(0);
            poison = _ -> false;
            bug = _ -> false;
            answers = false;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(MessagingConfiguration.class)
    static class TestService {

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Consumer<Message<List<byte[]>>> withdrawals(
                BatchConsumers consumers, BatchHandler handler) {
            return consumers.consumer(CONSUMER, handler);
        }
    }

    @BeforeAll
    void start() {
        List<String> properties =
                new ArrayList<>(
                        List.of(Infrastructure.database("batch-consumer").springProperties()));
        properties.addAll(
                List.of(
                        "spring.config.import=classpath:sluice-messaging.yaml",
                        "spring.kafka.bootstrap-servers=" + Infrastructure.bootstrapServers(),
                        "spring.flyway.locations=classpath:db/messaging",
                        "spring.cloud.function.definition=withdrawals",
                        "spring.cloud.stream.bindings.withdrawals-in-0.destination="
                                + Topics.WITHDRAWALS,
                        "spring.cloud.stream.bindings.withdrawals-in-0.group=" + CONSUMER));
        application =
                new SpringApplicationBuilder(TestService.class)
                        .web(WebApplicationType.NONE)
                        .properties(properties.toArray(String[]::new))
                        .initializers(
                                context ->
                                        context.getBeanFactory()
                                                .registerSingleton("recorder", recorder))
                        .run();
        publisher = application.getBean(EventPublisher.class);
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @BeforeEach
    void reset() {
        recorder.reset();
    }

    private WithdrawalId withdrawal() {
        return WithdrawalId.mint(new Slot(random.nextInt(Slot.COUNT)), Instant.now(), random);
    }

    private EncodedEvent event(WithdrawalId withdrawal, String reason) {
        return codec.encode(
                new Envelope<>(
                        new EventId(UUID.randomUUID()),
                        "test",
                        Instant.parse("2026-01-02T03:04:05Z"),
                        null,
                        null,
                        new CancellationRequested(withdrawal, reason)));
    }

    private static EncodedEvent withHeaders(EncodedEvent event, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(event.headers());
        headers.putAll(more);
        return new EncodedEvent(
                event.topic(), event.partition(), event.key(), headers, event.payload());
    }

    private void publish(EncodedEvent... events) {
        publisher.publish(List.of(events)).block(SOON);
    }

    private List<String> reasons(WithdrawalId withdrawal) {
        return recorder.handled.stream()
                .map(record -> record.envelope().data())
                .filter(data -> data.subject().equals(withdrawal.toString()))
                .map(data -> ((CancellationRequested) data).reason())
                .toList();
    }

    private ConsumerRecord<String, byte[]> deadLetter(WithdrawalId withdrawal) {
        return await().atMost(SOON)
                .until(
                        () ->
                                records(Topics.deadLetter(Topics.WITHDRAWALS), withdrawal).stream()
                                        .reduce((_, last) -> last),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static List<ConsumerRecord<String, byte[]>> records(
            String topic, WithdrawalId withdrawal) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", Infrastructure.bootstrapServers());
        TopicPartition partition =
                new TopicPartition(topic, withdrawal.slot().partition(Topics.PARTITIONS));
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
        }
        return found.stream().filter(record -> withdrawal.toString().equals(record.key())).toList();
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return EventCodec.text(record.headers().lastHeader(name).value());
    }

    private static Map<String, String> ending(String how, ConsumerRecord<?, ?> deadLetter) {
        String origin =
                header(deadLetter, DeadLetterHeaders.TOPIC)
                        + "/"
                        + header(deadLetter, DeadLetterHeaders.PARTITION)
                        + "/"
                        + header(deadLetter, DeadLetterHeaders.OFFSET);
        return Map.of(
                how,
                origin,
                DeadLetterHeaders.ADDRESSEE,
                header(deadLetter, DeadLetterHeaders.CONSUMER));
    }

    @Test
    void recordsComeInTheOrderOfTheirPartitionAndOutcomesGoOut() {
        recorder.answers = true;
        WithdrawalId withdrawal = withdrawal();
        publish(event(withdrawal, "one"), event(withdrawal, "two"), event(withdrawal, "three"));

        await().atMost(SOON).until(() -> reasons(withdrawal).size() >= 3);
        assertThat(reasons(withdrawal).subList(0, 3)).containsExactly("one", "two", "three");
        recorder.answers = false;
        await().atMost(SOON).until(() -> reasons(withdrawal).size() >= 6);
    }

    @Test
    void anOutageIsWaitedOutAndTheBatchComesAgain() {
        recorder.outages.set(4);
        WithdrawalId withdrawal = withdrawal();
        publish(event(withdrawal, "after the outage"));

        await().atMost(SOON).until(() -> reasons(withdrawal).equals(List.of("after the outage")));
        assertThat(recorder.outages).hasValue(0);
        assertThat(records(Topics.deadLetter(Topics.WITHDRAWALS), withdrawal)).isEmpty();
    }

    @Test
    void aPoisonRecordIsSetAsideWithItsReasonAndTheRestIsProcessed() {
        WithdrawalId bad = withdrawal();
        WithdrawalId good = withdrawal();
        recorder.poison = record -> record.subject().equals(bad.toString());
        publish(event(good, "before"), event(bad, "poison"), event(good, "after"));

        ConsumerRecord<String, byte[]> letter = deadLetter(bad);
        assertThat(header(letter, DeadLetterHeaders.REASON))
                .isEqualTo("amount: other currency (expected: TRY)");
        assertThat(header(letter, DeadLetterHeaders.CONSUMER)).isEqualTo(CONSUMER);
        await().atMost(SOON).until(() -> reasons(good).equals(List.of("before", "after")));
        assertThat(reasons(bad)).isEmpty();
    }

    @Test
    void laterRecordsOfItsWithdrawalAreKeptUntilItIsRedriven() {
        WithdrawalId withdrawal = withdrawal();
        recorder.poison =
                record ->
                        record.envelope().data() instanceof CancellationRequested request
                                && request.reason().equals("poison");
        EncodedEvent poison = event(withdrawal, "poison");
        publish(event(withdrawal, "first"), poison, event(withdrawal, "second"));
        ConsumerRecord<String, byte[]> letter = deadLetter(withdrawal);
        publish(event(withdrawal, "third"));
        WithdrawalId other = withdrawal();
        publish(event(other, "marker"));
        await().atMost(SOON).until(() -> reasons(other).equals(List.of("marker")));
        assertThat(reasons(withdrawal)).containsExactly("first");

        recorder.poison = _ -> false;
        publish(withHeaders(poison, ending(DeadLetterHeaders.REDRIVE, letter)));

        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(reasons(withdrawal))
                                        .containsExactly("first", "poison", "second", "third"));
        publish(event(withdrawal, "fourth"));
        await().atMost(SOON).until(() -> reasons(withdrawal).contains("fourth"));
    }

    @Test
    void aRecordWhoseSetterAsideDiedBeforeItsDeadLetterWasSentIsTriedAgain() {
        WithdrawalId withdrawal = withdrawal();
        recorder.poison =
                record ->
                        record.envelope().data() instanceof CancellationRequested request
                                && request.reason().equals("poison");
        R2dbcParking parking =
                new R2dbcParking(
                        application.getBean(DatabaseClient.class),
                        application.getBean(TransactionalOperator.class));
        parking.open(CONSUMER, withdrawal.toString(), nextOrigin(withdrawal), "died").block(SOON);
        EncodedEvent poison = event(withdrawal, "poison");
        publish(poison, event(withdrawal, "later"));

        ConsumerRecord<String, byte[]> letter = deadLetter(withdrawal);
        recorder.poison = _ -> false;
        publish(withHeaders(poison, ending(DeadLetterHeaders.REDRIVE, letter)));

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(reasons(withdrawal)).containsExactly("poison", "later"));
    }

    /** Where the withdrawal's next record will lie. */
    private static Origin nextOrigin(WithdrawalId withdrawal) {
        TopicPartition partition =
                new TopicPartition(
                        Topics.WITHDRAWALS, withdrawal.slot().partition(Topics.PARTITIONS));
        Map<String, Object> settings =
                Map.of("bootstrap.servers", Infrastructure.bootstrapServers());
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            return new Origin(partition.topic(), partition.partition(), end);
        }
    }

    @Test
    void aDiscardedOneLiftsTheParkingWithoutIt() {
        WithdrawalId withdrawal = withdrawal();
        EncodedEvent broken = event(withdrawal, "x");
        publish(
                new EncodedEvent(
                        broken.topic(),
                        broken.partition(),
                        broken.key(),
                        broken.headers(),
                        new byte[] {'{'}),
                event(withdrawal, "kept"));
        ConsumerRecord<String, byte[]> letter = deadLetter(withdrawal);
        assertThat(header(letter, DeadLetterHeaders.REASON))
                .startsWith("data: no valid CancellationRequested");

        publish(withHeaders(broken, ending(DeadLetterHeaders.DISCARD, letter)));

        await().atMost(SOON).until(() -> reasons(withdrawal).equals(List.of("kept")));
    }

    @Test
    void aCopyForAnotherConsumerIsLeftAlone() {
        WithdrawalId withdrawal = withdrawal();
        publish(
                withHeaders(
                        event(withdrawal, "not ours"),
                        Map.of(DeadLetterHeaders.ADDRESSEE, "somebody-else")),
                event(withdrawal, "ours"));

        await().atMost(SOON).until(() -> reasons(withdrawal).equals(List.of("ours")));
    }

    @Test
    void aBugStrikesOnlyTheRecordThatHasIt() {
        WithdrawalId bad = withdrawal();
        WithdrawalId good = withdrawal();
        recorder.bug = record -> record.subject().equals(bad.toString());
        publish(event(good, "before"), event(bad, "bug"), event(good, "after"));

        assertThat(header(deadLetter(bad), DeadLetterHeaders.REASON))
                .isEqualTo("failed: IllegalStateException");
        await().atMost(SOON).until(() -> reasons(good).equals(List.of("before", "after")));
    }
}
