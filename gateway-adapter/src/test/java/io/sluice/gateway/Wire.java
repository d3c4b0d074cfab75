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
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.EventCodec;
import io.sluice.testing.Infrastructure;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/** The topics, as the ledger and everybody else see them. */
final class Wire implements AutoCloseable {

    static final String KEY =
            Base64.getEncoder()
                    .encodeToString(
                            "a test's key of 32 bytes exactly".getBytes(StandardCharsets.US_ASCII));
    static final Destination AYSE =
            new Destination("TR320010009999901234567890", "Ayşe Yılmaz", "Demo user");
    private static final Currency TRY = Currency.getInstance("TRY");

    private final DestinationSeal seal = new DestinationSeal(KEY);
    private final RandomGenerator random = new SplittableRandom(System.nanoTime());
    private final List<SluiceEvent> seen = new ArrayList<>();
    private final EventCodec codec = new EventCodec();
    private final KafkaConsumer<String, byte[]> consumer = consumer();
    private final KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(
                    Map.of("bootstrap.servers", Infrastructure.bootstrapServers()),
                    new StringSerializer(),
                    new ByteArraySerializer());

    private static KafkaConsumer<String, byte[]> consumer() {
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", Infrastructure.bootstrapServers()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
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

    /** The ledger authorizes a payout now. */
    PayoutId authorize(long amount, String... route) {
        return authorize(Instant.now(), amount, route).payoutId();
    }

    LedgerEvent.PayoutAuthorized authorize(Instant when, long amount, String... route) {
        WalletKey wallet = new WalletKey("Test-Integration-Merchant", "user-12345", TRY);
        WithdrawalId withdrawal;
        PayoutId payout;
        synchronized (random) {
            withdrawal = WithdrawalId.mint(wallet.slot(), when, random);
            payout = PayoutId.mint(wallet.slot(), when, random);
        }
        LedgerEvent.PayoutAuthorized authorized =
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
                        seal.seal(withdrawal, AYSE));
        say(authorized, when);
        return authorized;
    }

    void say(SluiceEvent event) {
        say(event, Instant.now());
    }

    void say(SluiceEvent event, Instant when) {
        EventId id = EventId.derived(UUID.randomUUID().toString(), "test");
        EncodedEvent encoded = codec.encode(new Envelope<>(id, "test", when, null, null, event));
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(
                        encoded.topic(), encoded.partition(), encoded.key(), encoded.payload());
        encoded.headers()
                .forEach((k, v) -> record.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("not sent", e);
        }
    }

    /** Events of this type that were published since the beginning. */
    synchronized <E extends SluiceEvent> List<E> heard(Class<E> type) {
        consumer.poll(Duration.ofMillis(20))
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
        return seen.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public synchronized void close() {
        consumer.close();
        producer.close();
    }
}
