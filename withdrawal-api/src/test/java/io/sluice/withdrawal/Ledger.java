package io.sluice.withdrawal;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Topics;
import io.sluice.contracts.Totals;
import io.sluice.contracts.WithdrawalEvent;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.EventCodec;
import io.sluice.testing.Infrastructure;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Plays the ledger: hears what is asked on Kafka, and says there what a test wants it to say. */
final class Ledger implements AutoCloseable {

    private final EventCodec codec = new EventCodec();
    private final KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(
                    Map.of(
                            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            Infrastructure.bootstrapServers()),
                    new StringSerializer(),
                    new ByteArraySerializer());
    private final List<Envelope<?>> heard = new CopyOnWriteArrayList<>();
    private final Map<WithdrawalId, Integer> sequences = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile @Nullable Exception sendFailure;

    Ledger() {
        Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
        Map<String, Object> settings =
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        Infrastructure.bootstrapServers(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(
                    IntStream.range(0, Topics.PARTITIONS)
                            .mapToObj(each -> new TopicPartition(Topics.WITHDRAWALS, each))
                            .toList());
            while (!closed) {
                consumer.poll(Duration.ofMillis(50)).forEach(one -> heard.add(decode(one)));
            }
        }
    }

    private Envelope<?> decode(ConsumerRecord<String, byte[]> one) {
        Map<String, String> headers = new HashMap<>();
        StreamSupport.stream(one.headers().spliterator(), false)
                .forEach(
                        header ->
                                headers.put(
                                        header.key(),
                                        new String(header.value(), StandardCharsets.UTF_8)));
        return codec.decode(headers, one.value());
    }

    List<WithdrawalEvent> asked(WithdrawalId id) {
        return heard.stream()
                .map(Envelope::data)
                .filter(WithdrawalEvent.class::isInstance)
                .map(WithdrawalEvent.class::cast)
                .filter(event -> event.withdrawalId().equals(id))
                .toList();
    }

    /** The traces to which what was heard of a withdrawal belongs: one. */
    Set<String> traces(WithdrawalId id) {
        return heard.stream()
                .filter(each -> each.data().subject().equals(id.toString()))
                .map(each -> String.valueOf(each.traceparent()).split("-", -1)[1])
                .collect(Collectors.toSet());
    }

    /** Waits for the request of a withdrawal. */
    WithdrawalRequested requested(WithdrawalId id) {
        Await.until(
                () -> "the ledger hears of " + id,
                () -> asked(id).stream().anyMatch(WithdrawalRequested.class::isInstance));
        return asked(id).stream()
                .filter(WithdrawalRequested.class::isInstance)
                .map(WithdrawalRequested.class::cast)
                .findFirst()
                .orElseThrow();
    }

    int next(WithdrawalId id) {
        return sequences.merge(id, 1, Integer::sum);
    }

    void says(LedgerEvent event) {
        says(event, "");
    }

    void says(LedgerEvent event, String salt) {
        send(
                new Envelope<>(
                        EventId.derived(event.toString() + salt, event.type()),
                        "ledger-service",
                        Instant.now(),
                        null,
                        null,
                        event));
    }

    private void send(Envelope<?> envelope) {
        EncodedEvent encoded = codec.encode(envelope);
        ProducerRecord<String, byte[]> one =
                new ProducerRecord<>(
                        encoded.topic(), encoded.partition(), encoded.key(), encoded.payload());
        encoded.headers()
                .forEach((k, v) -> one.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
        var _ = producer.send(one, (_, failure) -> sendFailure = failure);
        producer.flush();
        if (sendFailure != null) {
            throw new IllegalStateException(sendFailure);
        }
    }

    void reserves(WithdrawalRequested asked) {
        says(
                new LedgerEvent.FundsReserved(
                        asked.withdrawalId(),
                        next(asked.withdrawalId()),
                        open(asked),
                        asked.currency(),
                        asked.amount()));
    }

    void authorizes(WithdrawalRequested asked, PayoutId payout, long amount) {
        authorizes(asked, payout, amount, open(asked));
    }

    void authorizes(WithdrawalRequested asked, PayoutId payout, long amount, Totals totals) {
        says(
                new LedgerEvent.PayoutAuthorized(
                        asked.withdrawalId(),
                        next(asked.withdrawalId()),
                        totals,
                        asked.currency(),
                        payout,
                        amount,
                        asked.merchantId(),
                        asked.applicationKey(),
                        asked.externalUserId(),
                        asked.route(),
                        asked.destination()));
    }

    void settles(WithdrawalRequested asked, PayoutId payout, long amount, Totals totals) {
        says(
                new LedgerEvent.FundsSettled(
                        asked.withdrawalId(),
                        next(asked.withdrawalId()),
                        totals,
                        asked.currency(),
                        payout,
                        1,
                        amount,
                        amount,
                        0,
                        true,
                        "pientegra",
                        "ref"));
    }

    void returns(
            WithdrawalRequested asked, PayoutId payout, long amount, long total, Totals totals) {
        says(
                new LedgerEvent.FundsReturned(
                        asked.withdrawalId(),
                        next(asked.withdrawalId()),
                        totals,
                        asked.currency(),
                        payout,
                        1,
                        amount,
                        total,
                        "AC04"));
    }

    void rejects(
            WithdrawalRequested asked, PayoutId payout, long amount, String reason, Totals totals) {
        says(
                new LedgerEvent.PayoutRejected(
                        asked.withdrawalId(),
                        next(asked.withdrawalId()),
                        totals,
                        asked.currency(),
                        payout,
                        1,
                        amount,
                        "pientegra",
                        reason));
    }

    /** Answers the cancellation that was asked for, by the id of its event. */
    void declinesCancellation(WithdrawalId id, WithdrawalRequested asked, String reason) {
        Await.until(
                () -> "cancellation of " + id,
                () -> heard.stream().anyMatch(one -> isCancellation(one, id)));
        EventId cause =
                heard.stream()
                        .filter(one -> isCancellation(one, id))
                        .findFirst()
                        .orElseThrow()
                        .id();
        LedgerEvent event =
                new LedgerEvent.CancellationDeclined(
                        id, next(id), open(asked), asked.currency(), reason);
        send(
                new Envelope<>(
                        EventId.derived(cause.toString(), event.type()),
                        "ledger-service",
                        Instant.now(),
                        cause,
                        null,
                        event));
    }

    private static boolean isCancellation(Envelope<?> one, WithdrawalId id) {
        return one.data() instanceof WithdrawalEvent.CancellationRequested cancellation
                && cancellation.withdrawalId().equals(id);
    }

    void releases(
            WithdrawalRequested asked,
            @Nullable PayoutId payout,
            long amount,
            String reason,
            Totals totals) {
        says(
                new LedgerEvent.FundsReleased(
                        asked.withdrawalId(),
                        next(asked.withdrawalId()),
                        totals,
                        asked.currency(),
                        payout,
                        amount,
                        reason));
    }

    static Totals open(WithdrawalRequested asked) {
        return new Totals(asked.amount(), 0, 0, 0, asked.amount());
    }

    static Totals totals(long requested, long settled, long released, long returned) {
        return new Totals(requested, settled, released, returned, requested - settled - released);
    }

    @Override
    public void close() {
        closed = true;
        producer.close();
    }
}
