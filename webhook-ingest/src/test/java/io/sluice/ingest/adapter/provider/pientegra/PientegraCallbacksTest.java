package io.sluice.ingest.adapter.provider.pientegra;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ingest.application.CallbackProvider.Account;
import io.sluice.ingest.application.Delivery;
import io.sluice.ingest.application.Forgery;
import io.sluice.ingest.application.Verdict;
import io.sluice.ingest.domain.Reading;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

final class PientegraCallbacksTest {

    private static final String SECRET = "whsec_test_secret_0123456789";
    private static final String OLD_SECRET = "whsec_before";
    private static final long T = 1_730_131_200_000L;
    private static final Instant NOW = Instant.ofEpochMilli(T);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final String V1 =
            "dbe5f1d798f8e0bf1830eeb0ebb78ed41b3f89c6ee3ed8c6ee757d9c4b7b762a";
    private static final String BODY =
            "{\"eventId\":\"019dd459-43c1-711c-9e38-76a3182f4185\",\"eventType\":\"withdrawal.sent\","
                    + "\"occurredAt\":\"2026-04-28T13:00:00.000Z\",\"withdrawal\":{\"id\":"
                    + "\"01927b3c-9c1f-7a3a-9c4f-8a3e1f8b1c00\",\"referenceNo\":\"W-2026-0000123\","
                    + "\"externalUserId\":\"user-12345\",\"amount\":\"250000\",\"currency\":\"TRY\","
                    + "\"status\":\"SENT\"}}";

    private final Account site = site(SECRET, null, null);

    @Test
    void thePublishedVectorIsGenuine() {
        assertThat(BODY.getBytes(StandardCharsets.UTF_8)).hasSize(291);
        assertThat(hmac(SECRET, T + "", BODY)).isEqualTo(V1);

        Verdict verdict = judge(header(T, V1), BODY, NOW);

        assertThat(verdict).isInstanceOf(Verdict.Genuine.class);
        Reading reading = ((Verdict.Genuine) verdict).reading();
        assertThat(reading.eventKey()).isEqualTo("019dd459-43c1-711c-9e38-76a3182f4185");
        assertThat(reading.providerReference()).contains("01927b3c-9c1f-7a3a-9c4f-8a3e1f8b1c00");
    }

    @Test
    void everySingleByteCounts() {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < body.length; i++) {
            byte[] changed = body.clone();
            changed[i] ^= 1;
            Verdict verdict = site.judge(delivery(List.of(header(T, V1)), changed), NOW);
            assertThat(verdict).isEqualTo(new Verdict.Forged(Forgery.SIGNATURE_WRONG));
        }
    }

    @Test
    void aReserialisedBodyIsNotWhatWasSigned() {
        assertForged(Forgery.SIGNATURE_WRONG, header(T, V1), BODY.replace(",", ", "), NOW);
        assertForged(Forgery.SIGNATURE_WRONG, header(T, V1), BODY + "\n", NOW);
    }

    @Test
    void timeCountsInMillisecondsAndBothWays() {
        String seconds = T / 1_000 + "";
        assertForged(
                Forgery.TIMESTAMP_OLD,
                "t=" + seconds + ",v1=" + hmac(SECRET, seconds, BODY),
                BODY,
                NOW);
        assertGenuine(header(T, V1), NOW.plus(FIVE_MINUTES));
        assertGenuine(header(T, V1), NOW.minus(FIVE_MINUTES));
        assertForged(
                Forgery.TIMESTAMP_OLD, header(T, V1), BODY, NOW.plus(FIVE_MINUTES).plusMillis(1));
        assertForged(
                Forgery.TIMESTAMP_AHEAD,
                header(T, V1),
                BODY,
                NOW.minus(FIVE_MINUTES).minusMillis(1));
    }

    @Test
    void aRestampedSignatureIsWrong() {
        assertForged(Forgery.SIGNATURE_WRONG, header(T + 1, V1), BODY, NOW);
    }

    @Test
    void thePartsMayComeInAnyOrder() {
        assertGenuine("v1=" + V1 + ",t=" + T, NOW);
    }

    @Test
    void oneGoodSignatureAmongSeveralIsEnough() {
        String other = "0".repeat(64);
        assertGenuine("t=" + T + ",v1=" + other + ",v1=" + V1, NOW);
        assertGenuine("t=" + T + ",v1=" + V1 + ",v1=" + other, NOW);
        assertForged(
                Forgery.SIGNATURE_WRONG, "t=" + T + ",v1=" + other + ",v1=" + other, BODY, NOW);
    }

    @Test
    void otherSchemesAreIgnored() {
        assertGenuine("t=" + T + ",v0=abc,v1=" + V1, NOW);
        assertForged(Forgery.SIGNATURE_MALFORMED, "t=" + T + ",v2=" + V1, BODY, NOW);
    }

    @Test
    void upperCaseHexIsNotThePromisedForm() {
        assertForged(
                Forgery.SIGNATURE_MALFORMED, header(T, V1.toUpperCase(Locale.ROOT)), BODY, NOW);
    }

    @Test
    void aHeaderMustBeWholeAndThereOnce() {
        assertForged(Forgery.SIGNATURE_MALFORMED, "v1=" + V1, BODY, NOW);
        assertForged(Forgery.SIGNATURE_MALFORMED, "t=" + T, BODY, NOW);
        assertForged(Forgery.SIGNATURE_MALFORMED, "", BODY, NOW);
        assertForged(Forgery.SIGNATURE_MALFORMED, "t=" + T + ",t=" + T + ",v1=" + V1, BODY, NOW);
        assertForged(Forgery.SIGNATURE_MALFORMED, "t=+" + T + ",v1=" + V1, BODY, NOW);
        assertForged(Forgery.SIGNATURE_MALFORMED, "t=1e12,v1=" + V1, BODY, NOW);
        assertForged(Forgery.SIGNATURE_MALFORMED, "t=" + "9".repeat(400) + ",v1=" + V1, BODY, NOW);
        assertForged(Forgery.SIGNATURE_MALFORMED, header(T, V1) + ",x".repeat(2_000), BODY, NOW);
        assertThat(site.judge(delivery(List.of(), bytes(BODY)), NOW))
                .isEqualTo(new Verdict.Forged(Forgery.SIGNATURE_MISSING));
        assertThat(site.judge(delivery(List.of(header(T, V1), header(T, V1)), bytes(BODY)), NOW))
                .isEqualTo(new Verdict.Forged(Forgery.SIGNATURE_REPEATED));
    }

    @Test
    void theOldSecretCountsDuringARotationAndNotAfterIt() {
        String signed = header(T, hmac(OLD_SECRET, T + "", BODY));
        Delivery delivery = delivery(List.of(signed), bytes(BODY));

        assertThat(site.judge(delivery, NOW))
                .isEqualTo(new Verdict.Forged(Forgery.SIGNATURE_WRONG));
        assertThat(site(SECRET, OLD_SECRET, null).judge(delivery, NOW))
                .isInstanceOf(Verdict.Genuine.class);
        Account rotating = site(SECRET, OLD_SECRET, NOW);
        assertThat(rotating.judge(delivery, NOW.minusMillis(1)))
                .isInstanceOf(Verdict.Genuine.class);
        assertThat(rotating.judge(delivery, NOW))
                .isEqualTo(new Verdict.Forged(Forgery.SIGNATURE_WRONG));
    }

    @Test
    void aSignatureIsCheckedBeforeAnythingIsRead() {
        assertForged(Forgery.SIGNATURE_WRONG, header(T, V1), "{".repeat(60_000), NOW);
    }

    @Test
    void sourcesAreAdmittedByTheListIfThereIsOne() throws Exception {
        PientegraCallbacks open =
                new PientegraCallbacks(new PientegraSettings(FIVE_MINUTES, List.of(), Map.of()));
        PientegraCallbacks listed =
                new PientegraCallbacks(
                        new PientegraSettings(
                                FIVE_MINUTES, List.of("192.0.2.0/28", "2001:db8::1"), Map.of()));

        assertThat(open.admits(InetAddress.ofLiteral("203.0.113.9"))).isTrue();
        assertThat(listed.admits(InetAddress.ofLiteral("192.0.2.15"))).isTrue();
        assertThat(listed.admits(InetAddress.ofLiteral("192.0.2.16"))).isFalse();
        assertThat(listed.admits(InetAddress.ofLiteral("2001:db8::1"))).isTrue();
        assertThat(listed.admits(InetAddress.ofLiteral("2001:db8::2"))).isFalse();
    }

    private void assertGenuine(String header, Instant now) {
        assertThat(judge(header, BODY, now)).isInstanceOf(Verdict.Genuine.class);
    }

    private void assertForged(Forgery reason, String header, String body, Instant now) {
        assertThat(judge(header, body, now)).isEqualTo(new Verdict.Forged(reason));
    }

    private Verdict judge(String header, String body, Instant now) {
        return site.judge(delivery(List.of(header), bytes(body)), now);
    }

    private static Account site(
            String secret, @Nullable String previous, @Nullable Instant previousUntil) {
        return new PientegraCallbacks(
                        new PientegraSettings(
                                FIVE_MINUTES,
                                List.of(),
                                Map.of(
                                        "demo",
                                        new PientegraSettings.Site(
                                                secret, previous, previousUntil))))
                .account("demo")
                .orElseThrow();
    }

    private static Delivery delivery(List<String> signatures, byte[] body) {
        return new Delivery(
                signatures.isEmpty() ? Map.of() : Map.of("pientegra-signature", signatures), body);
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private static String header(long t, String v1) {
        return "t=" + t + ",v1=" + v1;
    }

    private static String hmac(String secret, String t, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(bytes(t + "." + body)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
