package io.sluice.verification.bench;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Totals;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.Destination;
import io.sluice.messaging.DestinationSeal;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.EventCodec;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** Payouts as the ledger authorizes them, each for a wallet of its own. */
final class AuthorizedPayouts implements AutoCloseable {

    private static final Currency TRY = Currency.getInstance("TRY");
    private static final Destination AYSE =
            new Destination("TR320010009999901234567890", "Ayşe Yılmaz", "Demo user");

    /** One of them, ready to be said. */
    record Authorized(PayoutId id, long amount, ProducerRecord<String, byte[]> record) {}

    private final DestinationSeal seal;
    private final EventCodec codec = new EventCodec();
    private final SplittableRandom random = new SplittableRandom();
    private final KafkaProducer<String, byte[]> producer;

    AuthorizedPayouts(String bootstrapServers, String destinationKey) {
        seal = new DestinationSeal(destinationKey);
        producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "acks",
                                "all",
                                "compression.type",
                                "lz4"),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    /**
     * @param ending the amounts' last two digits, by which the sandbox goes
     */
    List<Authorized> prepare(int count, String provider, int ending) {
        List<Authorized> prepared = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            prepared.add(prepared(provider, 100L * random.nextInt(100, 100_000) + ending));
        }
        return prepared;
    }

    private Authorized prepared(String provider, long amount) {
        String user = "user-" + random.nextInt(1_000_000);
        WalletKey wallet = new WalletKey("Test-Integration-Merchant", user, TRY);
        Instant now = Instant.now();
        WithdrawalId withdrawal = WithdrawalId.mint(wallet.slot(), now, random);
        PayoutId payout = PayoutId.mint(wallet.slot(), now, random);
        LedgerEvent.PayoutAuthorized event =
                new LedgerEvent.PayoutAuthorized(
                        withdrawal,
                        2,
                        new Totals(amount, 0, 0, 0, amount),
                        TRY,
                        payout,
                        amount,
                        "Test-Integration-Merchant",
                        "Sandbox",
                        user,
                        List.of(provider),
                        seal.seal(withdrawal, AYSE));
        EventId id = EventId.derived(UUID.randomUUID().toString(), "bench");
        EncodedEvent encoded = codec.encode(new Envelope<>(id, "bench", now, null, null, event));
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(
                        encoded.topic(), encoded.partition(), encoded.key(), encoded.payload());
        encoded.headers()
                .forEach((k, v) -> record.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
        return new Authorized(payout, amount, record);
    }

    void say(Authorized authorized) {
        var _ = producer.send(authorized.record());
    }

    @Override
    public void close() {
        producer.close();
    }
}
