package io.sluice.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.List;

class VerdictTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static final String SENT =
            """
            {"status": "SENT", "rejectedReason": null,
             "sentAmount": "250000", "releasedAmount": "0", "returnedAmount": "0"}""";
    private static final String ENTRIES =
            """
            [{"kind": "RESERVE"}, {"kind": "RESERVE"}, {"kind": "SETTLE"}, {"kind": "SETTLE"}]""";
    private static final String PAID =
            """
            [{"providerReference": "ours", "amount": "250000", "returnedAmount": "0"},
             {"providerReference": "another's", "amount": "999", "returnedAmount": "0"}]""";

    private static final Webhooks.Received CREATED = webhook("withdrawal.created", 1, true);
    private static final Webhooks.Received HEARD = webhook("withdrawal.sent", 2, true);

    @Test
    void a_withdrawal_that_was_sent_as_asked_passes_every_check() {
        assertThat(wrong(SENT, ENTRIES, PAID, -250_000, CREATED, HEARD)).isEmpty();
    }

    @Test
    void another_status_reason_or_total_is_found() {
        String rejected =
                """
                {"status": "REJECTED", "rejectedReason": "AC04",
                 "sentAmount": "0", "releasedAmount": "250000", "returnedAmount": "0"}""";

        assertThat(wrong(rejected, ENTRIES, PAID, -250_000, CREATED, HEARD))
                .containsExactly("status", "rejected reason", "totals");
    }

    @Test
    void a_webhook_with_a_wrong_signature_is_found() {
        Webhooks.Received forged = webhook("withdrawal.sent", 2, false);

        assertThat(wrong(SENT, ENTRIES, PAID, -250_000, CREATED, forged))
                .containsExactly("partner's webhooks");
    }

    @Test
    void webhooks_out_of_sequence_or_doubled_are_found() {
        Webhooks.Received late = webhook("withdrawal.sent", 1, true);

        assertThat(wrong(SENT, ENTRIES, PAID, -250_000, CREATED, late))
                .containsExactly("partner's webhooks");
        assertThat(wrong(SENT, ENTRIES, PAID, -250_000, CREATED, HEARD, HEARD))
                .containsExactly("partner's webhooks");
    }

    @Test
    void money_that_was_paid_twice_or_never_is_found() {
        String twice =
                """
                [{"providerReference": "ours", "amount": "250000", "returnedAmount": "0"},
                 {"providerReference": "ours", "amount": "250000", "returnedAmount": "0"}]""";

        assertThat(wrong(SENT, ENTRIES, twice, -250_000, CREATED, HEARD))
                .containsExactly("paid by the provider");
        assertThat(wrong(SENT, ENTRIES, "[]", -250_000, CREATED, HEARD))
                .containsExactly("paid by the provider");
    }

    @Test
    void a_posting_too_many_and_a_wallet_that_is_off_are_found() {
        String doubled = ENTRIES.replace("]", ", {\"kind\": \"SETTLE\"}, {\"kind\": \"SETTLE\"}]");

        assertThat(wrong(SENT, doubled, PAID, -500_000, CREATED, HEARD))
                .containsExactly("ledger entries", "wallet's change");
    }

    private static List<String> wrong(
            String withdrawal,
            String entries,
            String paid,
            long walletChange,
            Webhooks.Received... webhooks) {
        Outcome outcome =
                new Outcome(
                        Scenario.SENT,
                        DemoPartner.USER,
                        new PlatformClient.Opened("id", "W-2026-0000001"),
                        NOW,
                        NOW,
                        List.of(submitted()),
                        List.of(webhooks),
                        JSON.readTree(withdrawal),
                        JSON.readTree(entries),
                        JSON.readTree(paid),
                        walletChange);
        return Verdict.of(outcome).stream()
                .filter(check -> !check.holds())
                .map(Check::what)
                .toList();
    }

    private static TopicJournal.Entry submitted() {
        JsonNode data = JSON.readTree("{\"providerReference\": \"ours\"}");
        return new TopicJournal.Entry(
                "payouts.v1", "id", NOW, "gateway-adapter", "sluice.payout-submitted.v1", data);
    }

    private static Webhooks.Received webhook(String type, int sequence, boolean verified) {
        return new Webhooks.Received(NOW, type, sequence, type, verified);
    }
}
