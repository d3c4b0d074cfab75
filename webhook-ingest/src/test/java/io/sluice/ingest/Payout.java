package io.sluice.ingest;

import static org.awaitility.Awaitility.await;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.PayoutEvent.PayoutSubmitted;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.Slot;
import io.sluice.contracts.Topics;
import io.sluice.contracts.WithdrawalId;

import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** A payout that the gateway opened at a provider. */
public record Payout(
        WithdrawalId withdrawalId, PayoutId payoutId, String provider, String reference) {

    public static Payout opened(String provider) {
        return opened(provider, new Slot(ThreadLocalRandom.current().nextInt(Slot.COUNT)));
    }

    /** One whose events lie in that partition. */
    public static Payout inPartition(int partition) {
        return opened(
                "pientegra", new Slot(Math.ceilDiv(partition * Slot.COUNT, Topics.PARTITIONS)));
    }

    /** One of Pientegra's that the service already knows, by an event that it keeps and no more. */
    static Payout linkedAt(Ingest ingest) {
        Payout payout = opened("pientegra");
        String held =
                Pientegra.body(
                        UUID.randomUUID().toString(), "withdrawal.held", payout.reference(), "");
        ingest.post(Pientegra.PATH, held, Pientegra.signed(held));
        Topic.write(payout.submitted());
        String path = "/operator/callbacks?state=UNRECOGNISED";
        Map<String, String> viewer = Map.of("Authorization", "Bearer viewer-demo-token");
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                ingest.get(path, viewer)
                                        .body()
                                        .contains(payout.payoutId().toString()));
        return payout;
    }

    private static Payout opened(String provider, Slot slot) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Instant now = Instant.now();
        return new Payout(
                WithdrawalId.mint(slot, now, random),
                PayoutId.mint(slot, now, random),
                provider,
                UUID.randomUUID().toString());
    }

    public Envelope<PayoutSubmitted> submitted() {
        return new Envelope<>(
                EventId.derived(payoutId.toString(), "submitted"),
                "gateway-adapter",
                Instant.parse("2026-04-28T12:59:59Z"),
                null,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                new PayoutSubmitted(
                        withdrawalId,
                        payoutId,
                        1,
                        0,
                        provider,
                        reference,
                        250_000,
                        Currency.getInstance("TRY")));
    }

    /** What was published about it. */
    public List<PayoutStatusReported> facts() {
        return Topic.read(Topics.PAYOUT_STATUS, partition(), withdrawalId.toString()).stream()
                .map(Envelope::data)
                .map(PayoutStatusReported.class::cast)
                .toList();
    }

    public int partition() {
        return withdrawalId.slot().partition(Topics.PARTITIONS);
    }
}
