package io.sluice.sandbox.signature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

class SignaturesTest {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Instant SIGNED = Instant.ofEpochMilli(1730131200000L);
    private static final String V1 =
            "dbe5f1d798f8e0bf1830eeb0ebb78ed41b3f89c6ee3ed8c6ee757d9c4b7b762a";
    private static final byte[] BODY =
            """
            {"eventId":"019dd459-43c1-711c-9e38-76a3182f4185","eventType":"withdrawal.sent","occurredAt":"2026-04-28T13:00:00.000Z","withdrawal":{"id":"01927b3c-9c1f-7a3a-9c4f-8a3e1f8b1c00","referenceNo":"W-2026-0000123","externalUserId":"user-12345","amount":"250000","currency":"TRY","status":"SENT"}}"""
                    .getBytes(StandardCharsets.UTF_8);

    private final PientegraSignature pientegra =
            new PientegraSignature("whsec_test_secret_0123456789");
    private final PraxisSignature praxis = new PraxisSignature("MerchantSecretKey");

    @Test
    void pientegra_signs_the_stamp_and_the_raw_body() {
        assertThat(BODY).hasSize(291);
        assertThat(pientegra.sign(SIGNED, BODY)).isEqualTo("t=1730131200000,v1=" + V1);
    }

    @Test
    void pientegra_accepts_five_minutes_both_ways_swapped_parts_and_any_of_two_signatures() {
        String header = "t=1730131200000,v1=" + V1;
        assertThat(verifies(header, SIGNED)).isTrue();
        assertThat(verifies(header, SIGNED.plus(TOLERANCE))).isTrue();
        assertThat(verifies(header, SIGNED.minus(TOLERANCE))).isTrue();
        assertThat(verifies("v1=" + V1 + ",t=1730131200000", SIGNED)).isTrue();
        assertThat(verifies("t=1730131200000,v1=" + "0".repeat(64) + ",v1=" + V1, SIGNED)).isTrue();
    }

    @Test
    void pientegra_refuses_stale_stamps_seconds_upper_case_missing_parts_and_changed_bodies() {
        String header = "t=1730131200000,v1=" + V1;
        assertThat(verifies(header, SIGNED.plus(TOLERANCE).plusMillis(1))).isFalse();
        assertThat(verifies(header, SIGNED.minus(TOLERANCE).minusMillis(1))).isFalse();
        assertThat(verifies("t=1730131200,v1=" + V1, SIGNED)).isFalse();
        assertThat(verifies("t=1730131200000,v1=" + V1.toUpperCase(Locale.ROOT), SIGNED)).isFalse();
        assertThat(verifies("v1=" + V1, SIGNED)).isFalse();
        assertThat(verifies("t=1730131200000", SIGNED)).isFalse();
        assertThat(verifies("", SIGNED)).isFalse();
        byte[] changed = BODY.clone();
        changed[100]++;
        assertThat(pientegra.verifies(header, changed, SIGNED, TOLERANCE)).isFalse();
        assertThat(new PientegraSignature("whsec_other").verifies(header, BODY, SIGNED, TOLERANCE))
                .isFalse();
    }

    private boolean verifies(String header, Instant now) {
        return pientegra.verifies(header, BODY, now, TOLERANCE);
    }

    @Test
    void praxis_hashes_the_joined_values_and_the_secret() {
        assertThat(
                        praxis.sign(
                                "Integration TEST USD",
                                "Test-Integration-Merchant",
                                "1559825373",
                                "752856",
                                "1.1"))
                .isEqualTo(
                        "c1eb4464bce78dd099501fbdbc6c9b9979070b4d82ef47fbbfbf9535104934d4abd77bfd9480685b317d60db5339097b");
        assertThat(
                        praxis.sign(
                                "Integration TEST USD",
                                "Test-Integration-Merchant",
                                "1568855392",
                                "1.1",
                                "ABCDEF"))
                .isEqualTo(
                        "c8d9b1824601bb6e11342afc36cb7281892daead2fbae257ea2d2ff8aa4908d66d5863a429e247d47155c01a0592e482");
    }

    @Test
    void praxis_signs_requests_and_answers_in_the_documented_order_and_skips_null() {
        String merchant = "Test-Integration-Merchant";
        assertThat(
                        praxis.sign(
                                merchant,
                                "Sandbox",
                                "1590613956",
                                "complete-withdrawal-request",
                                "756850"))
                .isEqualTo(
                        "df200446f877043cc2656fcc7a81a545cf773a0b12fbbdd7f9f956d26be61501605b80dc4ed3e5004a41991bec27e149");
        assertThat(praxis.sign("0", "1590611635", "756859", "approved", null, null))
                .isEqualTo(
                        "872c851ec0b40701afe3f488eb2468c002576b6f232b60e1bff780fd2e97ea0072119dad667af4b2f254c5ee2d3892b1");
        assertThat(praxis.sign("0", "1590611635", "756860", "rejected", null, null))
                .isEqualTo(
                        "607f951d88c64ce09de90f4627aa7b65e8ffd4bda5ed5d14ec061e00ffc20b4a19adac0fc5f18173f4e04937e7973e77");
        assertThat(praxis.sign(merchant, "Sandbox", "1590613956", "756859"))
                .isEqualTo(
                        "300350addb314a276bf36419f5c659622e4a33517a7aeb54600b98cfcde20b54352ef3ed672535b08af73385a30fb22d");
        assertThat(
                        praxis.sign(
                                merchant,
                                "Sandbox",
                                "1590613956",
                                "withdrawal",
                                "1",
                                "test-1560610955"))
                .isEqualTo(
                        "ea9b2fa5291ed514eb775374f6868ecd45bfc6d6996b6b0896987bf05b312cb86ecd045da0f2d1650cd05ecc7a30b10b");
    }

    @Test
    void praxis_verifies_what_it_signed_and_nothing_else() {
        String signature = praxis.sign("1", "23");
        assertThat(praxis.verifies(signature, Arrays.asList("1", null, "23"))).isTrue();
        assertThat(praxis.verifies(signature, Arrays.asList("1", "24"))).isFalse();
        assertThat(praxis.verifies(null, Arrays.asList("1", "23"))).isFalse();
    }

    @Test
    void standard_webhooks_agree_with_the_specification_s_example() {
        StandardWebhookSignature standard =
                new StandardWebhookSignature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        Instant at = Instant.ofEpochSecond(1614265330);
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        String id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
        String signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assertThat(standard.sign(id, at, body)).isEqualTo(signature);
        String list = "v1a,AAAA v1,AAAA " + signature;
        assertThat(standard.verifies(id, "1614265330", list, body, at, TOLERANCE)).isTrue();
        Instant late = at.plus(TOLERANCE).plusSeconds(1);
        assertThat(standard.verifies(id, "1614265330", signature, body, late, TOLERANCE)).isFalse();
        assertThat(standard.verifies("other", "1614265330", signature, body, at, TOLERANCE))
                .isFalse();
        assertThat(standard.verifies(id, "1614265330", null, body, at, TOLERANCE)).isFalse();
    }
}
