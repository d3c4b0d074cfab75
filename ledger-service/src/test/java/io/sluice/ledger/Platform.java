package io.sluice.ledger;

import io.sluice.contracts.DeadLetterHeaders;
import io.sluice.contracts.Envelope;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.Topics;
import io.sluice.contracts.WalletKey;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.EventCodec;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.function.server.RouterFunction;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The ledger's process with its broker and database, and the outside's view of it. */
final class Platform implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EventCodec codec = new EventCodec();
    private final DatabaseAddress database = Infrastructure.database("ledger");
    private final String group = UUID.randomUUID().toString();
    private final ConfigurableApplicationContext application;
    private final List<ConfigurableApplicationContext> others = new ArrayList<>();
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Envelope<?>> outcomes = new ArrayList<>();
    private final List<ConsumerRecord<String, byte[]>> deadLetters = new ArrayList<>();

    Platform() {
        Map<String, Object> kafka =
                Map.of("bootstrap.servers", Infrastructure.bootstrapServers(), "acks", "all");
        producer = new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer());
        consumer =
                new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                Stream.of(Topics.LEDGER, Topics.deadLetter(Topics.WITHDRAWALS))
                        .flatMap(
                                topic ->
                                        IntStream.range(0, Topics.PARTITIONS)
                                                .mapToObj(p -> new TopicPartition(topic, p)))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        application = start();
    }

    /**
     * Another instance, which takes its share of the partitions. It stays to the end: the first one
     * that is closed takes the event loops of this JVM with it.
     */
    void addInstance() {
        others.add(start());
    }

    private ConfigurableApplicationContext start() {
        String[] settings =
                Stream.concat(
                                Stream.of(database.springProperties()),
                                Stream.of(
                                        "server.port=0",
                                        "sluice.ledger.reconciliation-round=500ms",
                                        "spring.kafka.bootstrap-servers="
                                                + Infrastructure.bootstrapServers(),
                                        "spring.cloud.stream.bindings.ledgerInputs-in-0.group="
                                                + group))
                        .map("--"::concat)
                        .toArray(String[]::new);
        return new SpringApplicationBuilder(LedgerApplication.class)
                .web(WebApplicationType.REACTIVE)
                .profiles("local")
                .run(settings);
    }

    DatabaseAddress database() {
        return database;
    }

    void publish(Envelope<?>... envelopes) {
        for (Envelope<?> envelope : envelopes) {
            publish(codec.encode(envelope), Map.of());
        }
        producer.flush();
    }

    private void publish(EncodedEvent event, Map<String, String> more) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(
                        event.topic(), event.partition(), event.key(), event.payload());
        Stream.of(event.headers(), more)
                .flatMap(headers -> headers.entrySet().stream())
                .forEach(
                        header ->
                                record.headers()
                                        .add(
                                                header.getKey(),
                                                header.getValue()
                                                        .getBytes(StandardCharsets.UTF_8)));
        producer.send(record);
    }

    /** Goes on without a record that was set aside. */
    void discard(ConsumerRecord<String, byte[]> deadLetter) {
        Envelope<?> envelope = decode(deadLetter);
        String origin =
                String.join(
                        "/",
                        header(deadLetter, DeadLetterHeaders.TOPIC),
                        header(deadLetter, DeadLetterHeaders.PARTITION),
                        header(deadLetter, DeadLetterHeaders.OFFSET));
        publish(
                codec.encode(envelope),
                Map.of(
                        DeadLetterHeaders.DISCARD,
                        origin,
                        DeadLetterHeaders.ADDRESSEE,
                        "ledger-service"));
        producer.flush();
    }

    ConsumerRecord<String, byte[]> awaitDeadLetter(Object key) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            poll();
            for (ConsumerRecord<String, byte[]> record : deadLetters) {
                if (record.key().equals(key.toString())) {
                    return record;
                }
            }
        }
        throw new AssertionError("no dead letter of " + key);
    }

    static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** The first outcome of this kind that was or will be published. */
    <E extends SluiceEvent> Envelope<E> await(Class<E> type, Predicate<E> matching) {
        Instant deadline = Instant.now().plus(PATIENCE);
        int seen = 0;
        while (Instant.now().isBefore(deadline)) {
            for (; seen < outcomes.size(); seen++) {
                Envelope<?> envelope = outcomes.get(seen);
                if (type.isInstance(envelope.data()) && matching.test(type.cast(envelope.data()))) {
                    return new Envelope<>(
                            envelope.id(),
                            envelope.source(),
                            envelope.time(),
                            envelope.causedBy(),
                            envelope.traceparent(),
                            type.cast(envelope.data()));
                }
            }
            poll();
        }
        throw new AssertionError("no " + type.getSimpleName() + " among " + outcomes);
    }

    void poll() {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            if (record.topic().equals(Topics.LEDGER)) {
                outcomes.add(decode(record));
            } else {
                deadLetters.add(record);
            }
        }
    }

    List<Envelope<?>> outcomes() {
        return List.copyOf(outcomes);
    }

    private Envelope<?> decode(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return codec.decode(headers, record.value());
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(
                request(path, headers)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    HttpResponse<String> putCsv(String path, String csv, String... headers) {
        return send(
                request(path, headers)
                        .header("Content-Type", "text/csv")
                        .PUT(HttpRequest.BodyPublishers.ofString(csv))
                        .build());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port(application) + path))
                        .timeout(PATIENCE);
        return Stream.of(headers).anyMatch("Authorization"::equals)
                ? request.headers(headers)
                : request.headers(
                        Stream.concat(
                                        Stream.of("Authorization", "Bearer operator-demo-token"),
                                        Stream.of(headers))
                                .toArray(String[]::new));
    }

    private static String port(ConfigurableApplicationContext instance) {
        return String.valueOf(instance.getEnvironment().getProperty("local.server.port"));
    }

    /** The answer's code and JSON; the reference is used once. */
    HttpResponse<String> credit(WalletKey wallet, long amount) {
        return post("/ledger/credits", transfer(wallet, amount, UUID.randomUUID().toString()));
    }

    static String transfer(WalletKey wallet, long amount, String reference) {
        return """
        {"merchantId": "%s", "externalUserId": "%s", "currency": "%s", "amount": "%d",
         "reference": "%s"}
        """
                .formatted(
                        wallet.merchantId(),
                        wallet.externalUserId(),
                        wallet.currency(),
                        amount,
                        reference);
    }

    static String path(WalletKey wallet) {
        return "/ledger/wallets/"
                + wallet.merchantId()
                + "/"
                + wallet.externalUserId()
                + "/"
                + wallet.currency();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Collection<?> routers() {
        return application.getBeansOfType(RouterFunction.class).values();
    }

    @Override
    public void close() {
        application.close();
        others.forEach(ConfigurableApplicationContext::close);
        producer.close();
        consumer.close();
        http.close();
    }
}
