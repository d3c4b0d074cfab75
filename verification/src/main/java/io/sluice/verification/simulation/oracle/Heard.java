package io.sluice.verification.simulation.oracle;

import static io.sluice.verification.simulation.world.Violation.unless;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.PayoutStatusClaimed;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.messaging.RawRecord;
import io.sluice.verification.simulation.service.Shared;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Listens to every topic. An event that is published again is the same event; what concerns one
 * wallet is in one partition number, in every topic.
 */
final class Heard {

    private static final int PARTITIONS = 12;
    private static final int SLOTS = 4096;
    private static final String DEAD_LETTERS = ".dlt";

    private final Map<String, byte[]> contents = new HashMap<>();
    private final Map<String, Integer> partitions = new HashMap<>();
    private final Consumer<Envelope<?>> news;

    /**
     * @param news is told of each event once, in the order of its topic and partition
     */
    Heard(Consumer<Envelope<?>> news) {
        this.news = news;
    }

    void take(RawRecord stored) {
        if (stored.origin().topic().endsWith(DEAD_LETTERS)) {
            return;
        }
        String id = stored.origin().topic() + " " + stored.headers().get("ce_id");
        byte[] before = contents.putIfAbsent(id, stored.payload());
        if (before != null) {
            unless(
                    Arrays.equals(before, stored.payload()),
                    "published again as another: %s: %s",
                    id,
                    new String(stored.payload(), StandardCharsets.UTF_8));
            return;
        }
        Envelope<?> envelope = Shared.CODEC.decode(stored.headers(), stored.payload());
        place(envelope.data(), stored.origin().partition());
        news.accept(envelope);
    }

    private void place(SluiceEvent event, int partition) {
        if (event instanceof WithdrawalRequested request) {
            partitions.put(event.subject(), partitionOf(request));
        }
        if (event instanceof LedgerEvent.OfWallet
                || event instanceof LedgerEvent.LedgerSealed
                || event instanceof PayoutStatusClaimed) {
            return;
        }
        Integer expected = partitions.get(event.subject());
        unless(
                expected == null || expected == partition,
                "in partition %s (expected: %s): %s",
                partition,
                expected,
                event);
    }

    /** The first twelve bits of the hash of the wallet's name choose among the partitions. */
    private static int partitionOf(WithdrawalRequested request) {
        String wallet =
                request.merchantId() + "|" + request.externalUserId() + "|" + request.currency();
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(wallet.getBytes(StandardCharsets.UTF_8));
            int slot = (hash[0] & 0xff) * 16 + (hash[1] & 0xff) / 16;
            return slot * PARTITIONS / SLOTS;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
