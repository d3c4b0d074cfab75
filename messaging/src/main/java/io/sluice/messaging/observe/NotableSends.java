package io.sluice.messaging.observe;

import io.sluice.contracts.LedgerEvent.DoublePayoutDetected;
import io.sluice.contracts.LedgerEvent.FactQuarantined;
import io.sluice.contracts.LedgerEvent.WalletOverdrawn;
import io.sluice.contracts.PayoutEvent.PayoutInDoubt;
import io.sluice.contracts.SluiceEvent;
import io.sluice.messaging.EventCodec;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a line for each event that somebody may have to look into, once the broker has it: what is
 * published is committed, so no line is of something that did not happen. An event that is
 * published again is said again.
 */
public final class NotableSends
        implements Function<ProducerRecord<String, byte[]>, CompletableFuture<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(NotableSends.class);

    private static final Set<String> NOTABLE =
            Stream.of(
                            PayoutInDoubt.class,
                            FactQuarantined.class,
                            DoublePayoutDetected.class,
                            WalletOverdrawn.class)
                    .map(SluiceEvent::type)
                    .collect(Collectors.toSet());

    private final Function<ProducerRecord<String, byte[]>, CompletableFuture<?>> broker;
    private final EventCodec codec;

    public NotableSends(
            Function<ProducerRecord<String, byte[]>, CompletableFuture<?>> broker,
            EventCodec codec) {
        this.broker = broker;
        this.codec = codec;
    }

    @Override
    public CompletableFuture<?> apply(ProducerRecord<String, byte[]> record) {
        CompletableFuture<?> sent = broker.apply(record);
        Header type = record.headers().lastHeader(EventCodec.TYPE);
        return type != null && NOTABLE.contains(text(type))
                ? sent.thenRun(() -> say(record))
                : sent;
    }

    private void say(ProducerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), text(header)));
        SluiceEvent event = codec.decode(headers, record.value()).data();
        LogLine.about(LOG.atWarn(), event.subject(), headers.get(Traces.TRACEPARENT))
                .log(words(event));
    }

    private static String words(SluiceEvent event) {
        return switch (event) {
            case PayoutInDoubt doubt ->
                    "payout %s in doubt: attempt %d at %s: %s"
                            .formatted(
                                    doubt.payoutId(),
                                    doubt.attempt(),
                                    doubt.provider(),
                                    doubt.reason());
            case FactQuarantined fact ->
                    "fact quarantined: payout %s, attempt %d: %s (%s)"
                            .formatted(
                                    fact.payoutId(),
                                    fact.attempt(),
                                    fact.reason(),
                                    fact.quarantineId());
            case DoublePayoutDetected twice ->
                    "payout %s paid twice: attempt %d after attempt %d"
                            .formatted(
                                    twice.payoutId(),
                                    twice.doubledAttempt(),
                                    twice.settledAttempt());
            case WalletOverdrawn wallet ->
                    "wallet %s overdrawn by payout %s"
                            .formatted(wallet.accountId(), wallet.payoutId());
            default -> event.type();
        };
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
