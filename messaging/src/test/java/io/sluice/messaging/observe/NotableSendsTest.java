package io.sluice.messaging.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.PayoutEvent;
import io.sluice.contracts.PayoutEvent.PayoutInDoubt;
import io.sluice.contracts.PayoutEvent.PayoutSubmitted;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Slot;
import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.EventCodec;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Currency;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

final class NotableSendsTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Currency TRY = Currency.getInstance("TRY");

    private final WithdrawalId withdrawal = WithdrawalId.mint(new Slot(7), NOW, new Random(1));
    private final PayoutId payout = PayoutId.mint(new Slot(7), NOW, new Random(2));
    private final EventCodec codec = new EventCodec();
    private final CompletableFuture<Void> broker = new CompletableFuture<>();
    private final NotableSends sends = new NotableSends(_ -> broker, codec);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(NotableSends.class);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void aDoubtIsSaidOnceTheBrokerHasIt() {
        send(doubt(), "00-" + TRACE + "-00f067aa0ba902b7-01");
        assertThat(lines.list).isEmpty();

        broker.complete(null);

        assertThat(lines.list).hasSize(1);
        ILoggingEvent line = lines.list.getFirst();
        assertThat(line.getFormattedMessage())
                .isEqualTo("payout " + payout + " in doubt: attempt 1 at pientegra: HTTP 500");
        assertThat(line.getKeyValuePairs())
                .extracting(KeyValuePair::toString)
                .containsExactly(
                        "sluice.withdrawal.id=\"" + withdrawal + "\"",
                        "trace.id=\"" + TRACE + "\"");
    }

    @Test
    void whatIsAsItShouldBeIsNotSaid() {
        broker.complete(null);

        send(
                new PayoutSubmitted(withdrawal, payout, 1, 0, "pientegra", "ref", 5_000, TRY),
                "00-" + TRACE + "-00f067aa0ba902b7-01");

        assertThat(lines.list).isEmpty();
    }

    @Test
    void whatIsNoTraceContextIsNotWritten() {
        broker.complete(null);

        send(doubt(), "00-" + TRACE);

        assertThat(lines.list.getFirst().getKeyValuePairs())
                .extracting(pair -> pair.key)
                .containsExactly("sluice.withdrawal.id");
    }

    private PayoutInDoubt doubt() {
        return new PayoutInDoubt(
                withdrawal, payout, 1, 0, "pientegra", null, 5_000, TRY, "HTTP 500");
    }

    private void send(PayoutEvent event, String traceparent) {
        EncodedEvent encoded =
                codec.encode(
                        new Envelope<>(
                                EventId.derived(payout.toString(), event.type()),
                                "gateway-adapter",
                                NOW,
                                null,
                                traceparent,
                                event));
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(
                        encoded.topic(), encoded.partition(), encoded.key(), encoded.payload());
        encoded.headers()
                .forEach(
                        (name, value) ->
                                record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        sends.apply(record);
    }
}
