package io.sluice.verification.bench;

import io.netty.handler.codec.http.HttpHeaders;
import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.PayoutEvent.PayoutSubmitted;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Slot;
import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.EventCodec;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Currency;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Pientegra's callbacks about payouts that it accepted, as many as there are numbers: each about a
 * payout of its own, whose name follows from the number.
 */
final class SignedCallbacks {

    static final String PATH = "/webhooks/pientegra/demo";
    static final int FORGED = 401;
    private static final String SECRET = "whsec_demo_inbound_pientegra";
    private static final String ALGORITHM = "HmacSHA256";

    private final EventCodec codec = new EventCodec();
    private final long seed = System.nanoTime();
    private final ThreadLocal<Mac> hmac = ThreadLocal.withInitial(SignedCallbacks::mac);

    /** What the gateway says of the payout, once the provider has accepted it. */
    EncodedEvent submitted(long number) {
        SplittableRandom random = random(number);
        Slot slot = new Slot(random.nextInt(Slot.COUNT));
        Instant now = Instant.now();
        WithdrawalId withdrawal = WithdrawalId.mint(slot, now, random);
        return codec.encode(
                new Envelope<>(
                        EventId.derived(withdrawal.toString(), "submitted"),
                        "gateway-adapter",
                        now,
                        null,
                        null,
                        new PayoutSubmitted(
                                withdrawal,
                                PayoutId.mint(slot, now, random),
                                1,
                                0,
                                "pientegra",
                                reference(number),
                                250_000,
                                Currency.getInstance("TRY"))));
    }

    byte[] body(long number) {
        return """
        {"eventId":"%s","eventType":"withdrawal.sent","occurredAt":"2026-04-28T13:00:00.000Z","withdrawal":{"id":"%s",\
        "referenceNo":"W-2026-0000123","externalUserId":"user-12345","amount":"250000","currency":"TRY",\
        "status":"SENT"}}"""
                .formatted(new UUID(seed, number), reference(number))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The provider's own name for the payout. */
    String reference(long number) {
        return new UUID(~seed, number).toString();
    }

    /** The number of the payout that has this name. */
    static long number(String reference) {
        return UUID.fromString(reference).getLeastSignificantBits();
    }

    void sign(HttpHeaders headers, byte[] body) {
        headers.set("Content-Type", "application/json");
        headers.set("Pientegra-Signature", signature(body));
    }

    String signature(byte[] body) {
        long millis = System.currentTimeMillis();
        Mac mac = hmac.get();
        mac.update((millis + ".").getBytes(StandardCharsets.US_ASCII));
        return "t=" + millis + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    private SplittableRandom random(long number) {
        return new SplittableRandom(seed ^ number);
    }

    private static Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
