package io.sluice.gateway;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.Topics;
import io.sluice.contracts.Totals;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.Destination;
import io.sluice.messaging.DestinationSeal;
import io.sluice.messaging.EventCodec;
import io.sluice.messaging.EventPublisher;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The service between a real broker, a real database and whatever provider a test gives it. */
final class Platform implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Destination AYSE =
            new Destination("TR320010009999901234567890", "Ayşe Yılmaz", "Demo user");
    private static final Currency TRY = Currency.getInstance("TRY");
    private static final String KEY =
            Base64.getEncoder()
                    .encodeToString(
                            "a test's key of 32 bytes exactly".getBytes(StandardCharsets.US_ASCII));

    private final DatabaseAddress database = Infrastructure.database("gateway");
    private final DestinationSeal seal = new DestinationSeal(KEY);
    private final RandomGenerator random = new SplittableRandom(System.nanoTime());
    private final List<SluiceEvent> seen = Collections.synchronizedList(new ArrayList<>());
    private final KafkaConsumer<String, byte[]> consumer;
    private final EventCodec codec = new EventCodec();
    private final String[] settings;
    private ConfigurableApplicationContext service;

    Platform(String... settings) {
        this.settings = settings;
        consumer = consumer();
        service = started();
    }

    private static KafkaConsumer<String, byte[]> consumer() {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", Infrastructure.bootstrapServers());
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", ByteArrayDeserializer.class);
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(config);
        List<TopicPartition> all = new ArrayList<>();
        for (String topic : List.of(Topics.PAYOUTS, Topics.PAYOUT_STATUS)) {
            for (int i = 0; i < Topics.PARTITIONS; i++) {
                all.add(new TopicPartition(topic, i));
            }
        }
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
        return consumer;
    }

    private ConfigurableApplicationContext started() {
        List<String> all = new ArrayList<>(List.of(database.springProperties()));
        all.add("server.port=0");
        all.add("spring.kafka.bootstrap-servers=" + Infrastructure.bootstrapServers());
        all.add("SLUICE_DESTINATION_KEY=" + KEY);
        all.add("logging.structured.format.console=");
        all.addAll(List.of(settings));
        return new SpringApplicationBuilder(GatewayAdapterApplication.class)
                .profiles("local")
                .run(all.stream().map(property -> "--" + property).toArray(String[]::new));
    }

    <T> T bean(Class<T> type) {
        return service.getBean(type);
    }

    int port() {
        return Integer.parseInt(
                String.valueOf(service.getEnvironment().getProperty("local.server.port")));
    }

    /** As a restart of the process would. */
    void restart() {
        service.close();
        service = started();
    }

    PayoutId authorize(long amount, String... route) {
        WalletKey wallet = new WalletKey("Test-Integration-Merchant", "user-12345", TRY);
        Instant now = Instant.now();
        WithdrawalId withdrawal = WithdrawalId.mint(wallet.slot(), now, random);
        PayoutId payout = PayoutId.mint(wallet.slot(), now, random);
        say(
                new LedgerEvent.PayoutAuthorized(
                        withdrawal,
                        2,
                        new Totals(amount, 0, 0, 0, amount),
                        TRY,
                        payout,
                        amount,
                        "Test-Integration-Merchant",
                        "Sandbox",
                        "user-12345",
                        route.length == 0 ? List.of("pientegra") : List.of(route),
                        seal.seal(withdrawal, AYSE)));
        return payout;
    }

    void say(SluiceEvent event) {
        Envelope<SluiceEvent> envelope =
                new Envelope<>(
                        EventId.derived(UUID.randomUUID().toString(), "test"),
                        "test",
                        Instant.now(),
                        null,
                        null,
                        event);
        bean(EventPublisher.class)
                .publish(List.of(codec.encode(envelope)))
                .block(Duration.ofSeconds(10));
    }

    /** Events of this type that the service has published so far. */
    <E extends SluiceEvent> List<E> heard(Class<E> type) {
        consumer.poll(Duration.ofMillis(50))
                .forEach(
                        record -> {
                            Map<String, String> headers = new HashMap<>();
                            record.headers()
                                    .forEach(
                                            h ->
                                                    headers.put(
                                                            h.key(),
                                                            new String(
                                                                    h.value(),
                                                                    StandardCharsets.UTF_8)));
                            seen.add(codec.decode(headers, record.value()).data());
                        });
        return List.copyOf(seen).stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        service.close();
        consumer.close();
    }
}
