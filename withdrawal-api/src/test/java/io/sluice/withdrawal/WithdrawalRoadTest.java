package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;

import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.Destination;
import io.sluice.messaging.DestinationSeal;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/** The main road: from a partner's POST to its webhook. */
@ExtendWith(Stage.Shared.class)
class WithdrawalRoadTest {

    private static Partner partner;
    private static Ledger ledger;
    private static Api api;

    @BeforeAll
    static void take(Stage stage) {
        partner = stage.partner();
        ledger = stage.ledger();
        api = stage.api();
    }

    @Test
    void aPostIsDurableHeardByTheLedgerAndToldToThePartner() {
        Api.Answer answer = api.open(Api.SANDBOX_KEY, "user-12345", "250000");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("referenceNo")).matches("W-[0-9]{4}-[0-9]{7,}");
        WithdrawalId id = WithdrawalId.of(answer.at("withdrawalId"));
        WithdrawalRequested asked = ledger.requested(id);
        assertThat(asked.amount()).isEqualTo(250_000);
        assertThat(asked.wallet().slot()).isEqualTo(id.slot());
        assertThat(asked.route()).containsExactly("pientegra", "praxis");
        assertThat(new DestinationSeal(Api.DESTINATION_KEY).open(id, asked.destination()))
                .isEqualTo(
                        new Destination("TR320010009999901234567890", "Ayşe Yılmaz", "Demo user"));
        Await.until(
                () -> "withdrawal.created of " + id,
                () -> partner.types(id.toString()).equals(List.of("withdrawal.created")));
    }

    @Test
    void theLedgersWordMovesTheViewAndThePartnerHearsInOrderSigned() throws Exception {
        Api.Answer answer = api.open(Api.SANDBOX_KEY, "user-12345", "1000");
        WithdrawalId id = WithdrawalId.of(answer.at("withdrawalId"));
        assertThat(get(id).at("status")).isEqualTo("PENDING_REVIEW");

        WithdrawalRequested asked = ledger.requested(id);
        var payout = Objects.requireNonNull(asked.payoutId());
        ledger.reserves(asked);
        ledger.authorizes(asked, payout, 1000);
        Await.until(() -> "APPROVED", () -> get(id).at("status").equals("APPROVED"));
        ledger.settles(asked, payout, 1000, Ledger.totals(1000, 1000, 0, 0));
        Await.until(() -> "SENT", () -> get(id).at("status").equals("SENT"));
        ledger.returns(asked, payout, 400, 400, Ledger.totals(1000, 1000, 0, 400));
        ledger.returns(asked, payout, 600, 1000, Ledger.totals(1000, 1000, 0, 1000));

        Await.until(
                () -> "four webhooks, got " + partner.types(id.toString()),
                () ->
                        partner.types(id.toString())
                                .equals(
                                        List.of(
                                                "withdrawal.created",
                                                "withdrawal.sent",
                                                "withdrawal.returned",
                                                "withdrawal.returned")));
        for (Partner.Received one : partner.of(id.toString())) {
            verify(one);
        }
        var last = partner.of(id.toString()).getLast().json();
        assertThat(last.path("withdrawal").path("returnedAmount").asString()).isEqualTo("1000");
        assertThat(last.path("return").path("amount").asString()).isEqualTo("600");
        assertThat(get(id).at("status")).isEqualTo("RETURNED");
        assertThat(get(id).json().path("payouts").get(0).path("status").asString())
                .isEqualTo("RETURNED");
    }

    @Test
    void aRejectionReleasesAndNamesTheProvidersReason() {
        WithdrawalId id =
                WithdrawalId.of(api.open(Api.SANDBOX_KEY, "user-12345", "502").at("withdrawalId"));
        WithdrawalRequested asked = ledger.requested(id);
        var payout = Objects.requireNonNull(asked.payoutId());
        ledger.reserves(asked);
        ledger.authorizes(asked, payout, 502);
        ledger.rejects(asked, payout, 502, "AC04", Ledger.open(asked));
        ledger.releases(asked, payout, 502, "AC04", Ledger.totals(502, 0, 502, 0));

        Await.until(
                () -> "withdrawal.rejected",
                () ->
                        partner.types(id.toString())
                                .equals(List.of("withdrawal.created", "withdrawal.rejected")));
        assertThat(get(id).at("rejectedReason")).isEqualTo("AC04");
        assertThat(get(id).at("releasedAmount")).isEqualTo("502");
    }

    @Test
    void aRepeatOfTheLedgersWordChangesNothing() {
        WithdrawalId id =
                WithdrawalId.of(api.open(Api.SANDBOX_KEY, "user-12345", "700").at("withdrawalId"));
        WithdrawalRequested asked = ledger.requested(id);
        var payout = Objects.requireNonNull(asked.payoutId());
        ledger.reserves(asked);
        ledger.authorizes(asked, payout, 700);
        var settled =
                new LedgerEvent.FundsSettled(
                        id,
                        ledger.next(id),
                        Ledger.totals(700, 700, 0, 0),
                        asked.currency(),
                        payout,
                        1,
                        700,
                        700,
                        0,
                        true,
                        "pientegra",
                        "ref");
        ledger.says(settled);
        ledger.says(settled);
        ledger.says(settled, "another id");
        ledger.returns(asked, payout, 700, 700, Ledger.totals(700, 700, 0, 700));

        Await.until(
                () -> "returned, got " + partner.types(id.toString()),
                () -> partner.types(id.toString()).contains("withdrawal.returned"));
        assertThat(partner.types(id.toString()))
                .containsExactly("withdrawal.created", "withdrawal.sent", "withdrawal.returned");
    }

    @Test
    void theSameKeyAndBodyReplaysTheFirstAnswerByteForByte() {
        String key = UUID.randomUUID().toString();
        Api.Answer first = api.post(Api.SANDBOX_KEY, key, Api.body("user-1", "100"));
        Api.Answer again =
                api.post(Api.SANDBOX_KEY, '"' + key + '"', Api.body("user-1", "\"100\""));
        Api.Answer other = api.post(Api.SANDBOX_KEY, key, Api.body("user-1", "101"));

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("idempotent-replayed")).isEqualTo("true");
        assertThat(first.header("idempotent-replayed")).isEmpty();
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.at("error")).isEqualTo("idempotency_key_reuse_with_different_body");
    }

    @Test
    void anotherApplicationsWithdrawalIsNotFound() {
        String id = api.open(Api.SANDBOX_KEY, "user-1", "100").at("withdrawalId");

        assertThat(api.get(Api.MANAGED_KEY, "/external/withdrawals/" + id).status()).isEqualTo(404);
        assertThat(api.get(Api.SANDBOX_KEY, "/external/withdrawals/" + id).status()).isEqualTo(200);
    }

    @Test
    void theDatabaseHoldsNeitherIbanNorName() {
        WithdrawalId id =
                WithdrawalId.of(api.open(Api.SANDBOX_KEY, "user-1", "100").at("withdrawalId"));

        for (String table : List.of("withdrawal", "partner_event", "idempotency_key", "outbox")) {
            assertThat(
                            api.query(
                                    "SELECT t::text FROM "
                                            + table
                                            + " t WHERE t::text LIKE '%"
                                            + id
                                            + "%'"))
                    .noneMatch(row -> row.contains("0010009999901234567890"))
                    .noneMatch(row -> row.contains("Ayşe"))
                    .noneMatch(row -> row.contains("Demo user"));
        }
        assertThat(get(id).at("targetIban")).isEqualTo("TR********************7890");
        assertThat(get(id).at("externalUserLabel")).isEqualTo("Demo user");
    }

    private static Api.Answer get(WithdrawalId id) {
        return api.get(Api.SANDBOX_KEY, "/external/withdrawals/" + id);
    }

    private static void verify(Partner.Received one) throws Exception {
        Map<String, List<String>> headers =
                one.headers().entries().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Map.Entry::getKey,
                                        Collectors.mapping(
                                                Map.Entry::getValue, Collectors.toList())));
        new Webhook(Api.WEBHOOK_SECRET).verify(one.body(), HttpHeaders.of(headers, (_, _) -> true));
    }
}
