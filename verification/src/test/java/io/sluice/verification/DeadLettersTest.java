package io.sluice.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.DeadLetterHeaders;
import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.PayoutEvent.PayoutSubmitted;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Slot;
import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.EventCodec;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A record that can never be processed, from the topic to its end by an operator's command. */
@ExtendWith(OnePlatform.class)
final class DeadLettersTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final byte[] BROKEN = "{\"no\":\"payout\"}".getBytes(StandardCharsets.UTF_8);

    private final Outside outside = new Outside();
    private final SplittableRandom random = new SplittableRandom();
    private final Slot slot = new Slot(random.nextInt(Slot.COUNT));
    private final WithdrawalId withdrawal = WithdrawalId.mint(slot, Instant.now(), random);
    private final PayoutId payout = PayoutId.mint(slot, Instant.now(), random);
    private final String reference = UUID.randomUUID().toString();

    @Test
    @Timeout(180)
    void anOperatorListsShowsRedrivesAndDiscardsIt() throws Exception {
        hear();
        EncodedEvent submitted = submitted();
        send(submitted, BROKEN);
        send(submitted, submitted.payload());

        String open = listedAs("open");
        assertThat(open).startsWith("payouts.v1.dlt").contains("webhook-ingest");
        assertThat(linkedPayout()).as("parked behind it").isNull();
        assertThat(show(open))
                .contains("state: open")
                .contains(DeadLetterHeaders.TOPIC + ": payouts.v1")
                .contains(new String(BROKEN, StandardCharsets.UTF_8));

        Command redriven = Command.run("dlt", "redrive", "payouts.v1", "--withdrawal", id());
        assertThat(redriven.output()).contains("redriven: payouts.v1/");
        assertThat(listedAs("redriven")).as("the first").isEqualTo(withState(open, "redriven"));
        String again = listedAs("open");
        assertThat(again).as("it is as broken as before").isNotEqualTo(open);
        assertThat(linkedPayout()).isNull();

        String[] place = place(again);
        Command discarded =
                Command.run(
                        "dlt", "discard", place[0], place[1], place[2], "--reason", "no payout");
        assertThat(discarded.exit()).as(discarded.output()).isZero();
        await().atMost(SOON).untilAsserted(() -> assertThat(linkedPayout()).isNotNull());
        assertThat(linkedPayout()).isEqualTo(payout.toString());
        assertThat(listedAs("discarded")).isEqualTo(withState(again, "discarded"));
        assertThat(
                        Command.run(
                                        "dlt",
                                        "discard",
                                        place[0],
                                        place[1],
                                        place[2],
                                        "--reason",
                                        "again")
                                .output())
                .contains("discarded (expected: open)");
        String[] ledgers = place(listedAs("open", "ledger-service-submissions"));
        Command.run("dlt", "discard", ledgers[0], ledgers[1], ledgers[2], "--reason", "no payout");
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(
                                                Command.run(
                                                                "dlt",
                                                                "redrive",
                                                                "payouts.v1",
                                                                "--withdrawal",
                                                                id())
                                                        .output())
                                        .contains("Nothing to redrive"));
    }

    private String id() {
        return withdrawal.toString();
    }

    private String listedAs(String state) {
        return listedAs(state, "webhook-ingest");
    }

    /** The consumer's only dead letter of the withdrawal in that state, as it is listed. */
    private String listedAs(String state, String consumer) {
        return await().atMost(SOON)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () ->
                                Command.run("dlt", "list")
                                        .output()
                                        .lines()
                                        .filter(line -> line.contains(id()))
                                        .filter(line -> line.contains(" " + consumer + " "))
                                        .filter(line -> line.contains(" " + state + " "))
                                        .toList(),
                        lines -> lines.size() == 1)
                .getFirst();
    }

    private static String withState(String line, String state) {
        return line.replaceFirst("open {" + Math.max(0, state.length() - 4) + "}", state);
    }

    private static String show(String line) {
        String[] place = place(line);
        return Command.run("dlt", "show", place[0], place[1], place[2]).output();
    }

    private static String[] place(String line) {
        return line.split(" +", 4);
    }

    /** The service hears of the payout's reference, in an event that it keeps and no more. */
    private void hear() throws GeneralSecurityException {
        String body =
                """
                {"eventId":"%s","eventType":"withdrawal.held","occurredAt":"2026-04-28T13:00:00.000Z",\
                "withdrawal":{"id":"%s","referenceNo":"W-2026-0000123","externalUserId":"user-12345",\
                "amount":"250000","currency":"TRY","status":"HELD"}}"""
                        .formatted(UUID.randomUUID(), reference);
        String time = Long.toString(System.currentTimeMillis());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
                new SecretKeySpec(
                        "whsec_demo_inbound_pientegra".getBytes(StandardCharsets.UTF_8),
                        "HmacSHA256"));
        byte[] signature = mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8));
        Outside.Answer answer =
                outside.post(
                        8083,
                        "/webhooks/pientegra/demo",
                        "",
                        body,
                        "Pientegra-Signature",
                        "t=" + time + ",v1=" + HexFormat.of().formatHex(signature));
        assertThat(answer.status()).isEqualTo(200);
    }

    /** The payout that the service knows by the reference; null before it knows. */
    private String linkedPayout() {
        List<JsonNode> callbacks =
                Outside.elements(
                        outside.get(
                                        8083,
                                        "/operator/callbacks?state=UNRECOGNISED&limit=1000",
                                        Outside.OPERATOR)
                                .body());
        return callbacks.stream()
                .filter(each -> each.path("providerReference").stringValue("").equals(reference))
                .findFirst()
                .orElseThrow()
                .path("payoutId")
                .stringValue(null);
    }

    private EncodedEvent submitted() {
        return new EventCodec()
                .encode(
                        new Envelope<>(
                                EventId.derived(id(), "submitted"),
                                "gateway-adapter",
                                Instant.now(),
                                null,
                                null,
                                new PayoutSubmitted(
                                        withdrawal,
                                        payout,
                                        1,
                                        0,
                                        "pientegra",
                                        reference,
                                        250_000,
                                        Currency.getInstance("TRY"))));
    }

    private static void send(EncodedEvent event, byte[] payload) throws Exception {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(event.topic(), event.partition(), event.key(), payload);
        event.headers()
                .forEach(
                        (name, value) ->
                                record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", "localhost:" + RunningPlatform.port(19092)),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }
}
