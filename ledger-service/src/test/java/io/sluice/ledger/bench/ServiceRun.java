package io.sluice.ledger.bench;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.EncryptedDestination;
import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerCommand.WalletCreditRequested;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.Processing;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.Start;
import io.sluice.contracts.Topics;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.LedgerApplication;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.EventCodec;
import io.sluice.testing.Infrastructure;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The whole service: records in from Kafka, outcomes out. Generator, broker, database and service
 * share the machine.
 */
final class ServiceRun implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int WALLETS = 10_000;
    private static final Currency TRY = Currency.getInstance("TRY");

    private final EventCodec codec = new EventCodec();
    private final SplittableRandom random = new SplittableRandom(7);
    private final ConfigurableApplicationContext application;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<WalletKey> wallets =
            IntStream.range(0, WALLETS)
                    .mapToObj(user -> new WalletKey("service", "user-" + user, TRY))
                    .toList();
    private final int records;
    private long booked;

    /**
     * @param records in each run, two for each withdrawal; 0: nothing is run
     */
    ServiceRun(BenchDatabase database, int records) {
        this.records = records;
        Map<String, Object> kafka =
                Map.of(
                        "bootstrap.servers",
                        Infrastructure.bootstrapServers(),
                        "acks",
                        "all",
                        "linger.ms",
                        "5",
                        "compression.type",
                        "lz4");
        producer = new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer());
        consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", Infrastructure.bootstrapServers()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                IntStream.range(0, Topics.PARTITIONS)
                        .mapToObj(partition -> new TopicPartition(Topics.LEDGER, partition))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        application =
                new SpringApplicationBuilder(LedgerApplication.class)
                        .run(
                                "--server.port=0",
                                "--spring.kafka.bootstrap-servers="
                                        + Infrastructure.bootstrapServers(),
                                "--spring.r2dbc.url=r2dbc:postgresql://localhost:"
                                        + database.port()
                                        + "/ledger",
                                "--spring.r2dbc.username=postgres",
                                "--spring.r2dbc.password=postgres",
                                "--spring.flyway.url=" + database.jdbcUrl("ledger"),
                                "--spring.flyway.user=postgres",
                                "--spring.flyway.password=postgres",
                                "--logging.level.root=WARN",
                                "--spring.cloud.stream.bindings.ledgerInputs-in-0.group="
                                        + UUID.randomUUID());
        if (records > 0) {
            fund();
        }
    }

    private void fund() {
        List<SluiceEvent> credits =
                wallets.stream()
                        .<SluiceEvent>map(
                                wallet ->
                                        new WalletCreditRequested(
                                                wallet.merchantId(),
                                                wallet.externalUserId(),
                                                TRY,
                                                1_000_000_000,
                                                "funding-" + wallet.externalUserId(),
                                                "bench"))
                        .toList();
        through(credits, "sluice.wallet-credited.v1");
    }

    long booked() {
        return booked;
    }

    /** Transfers a second over a reserve and a settlement for each of half as many withdrawals. */
    double run() {
        if (records == 0) {
            return 0;
        }
        List<WithdrawalRequested> requests =
                IntStream.range(0, records / 2).mapToObj(_ -> request()).toList();
        double reserving = through(List.copyOf(requests), "sluice.funds-reserved.v1");
        double settling =
                through(
                        requests.stream().<SluiceEvent>map(ServiceRun::sent).toList(),
                        "sluice.funds-settled.v1");
        return records / (reserving + settling);
    }

    /** Seconds from the first record sent to the last outcome read. */
    private double through(List<? extends SluiceEvent> events, String outcome) {
        List<EncodedEvent> encoded =
                events.stream().map(event -> codec.encode(envelope(event))).toList();
        long start = System.nanoTime();
        encoded.forEach(event -> producer.send(toRecord(event)));
        producer.flush();
        int heard = 0;
        Instant deadline = Instant.now().plus(PATIENCE);
        while (heard < events.size()) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                String type =
                        new String(
                                record.headers().lastHeader("ce_type").value(),
                                StandardCharsets.UTF_8);
                heard += type.equals(outcome) ? 1 : 0;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException(
                        outcome + ": " + heard + " (expected: " + events.size() + ")");
            }
        }
        booked += events.size();
        return (System.nanoTime() - start) / 1e9;
    }

    private static ProducerRecord<String, byte[]> toRecord(EncodedEvent event) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(
                        event.topic(), event.partition(), event.key(), event.payload());
        event.headers()
                .forEach(
                        (name, value) ->
                                record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private WithdrawalRequested request() {
        WalletKey wallet = wallets.get(random.nextInt(WALLETS));
        Instant now = Instant.now();
        return new WithdrawalRequested(
                WithdrawalId.mint(wallet.slot(), now, random),
                PayoutId.mint(wallet.slot(), now, random),
                wallet.merchantId(),
                "bench",
                wallet.externalUserId(),
                100,
                TRY,
                BalanceModel.PRE_RESERVE,
                Processing.AUTOMATIC,
                Start.AT_ONCE,
                List.of("pientegra"),
                new EncryptedDestination("bench", "A".repeat(200), "TR"),
                null);
    }

    private static PayoutStatusReported sent(WithdrawalRequested request) {
        return new PayoutStatusReported(
                request.withdrawalId(),
                Objects.requireNonNull(request.payoutId()),
                1,
                FactStatus.SENT,
                request.amount(),
                0,
                TRY,
                true,
                0,
                "pientegra",
                request.withdrawalId().toString(),
                null,
                Instant.now(),
                FactSource.CALLBACK);
    }

    private static Envelope<?> envelope(SluiceEvent event) {
        return new Envelope<>(
                EventId.derived(UUID.randomUUID().toString(), "bench"),
                "bench",
                Instant.now(),
                null,
                null,
                event);
    }

    @Override
    public void close() {
        application.close();
        producer.close();
        consumer.close();
    }
}
