package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerEvent.FactQuarantined;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WalletKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** What operators and funding systems do, over HTTP. */
@ExtendWith(SharedPlatform.class)
@Timeout(180)
class OperatorsTest {

    private static final String SECOND = "Bearer operator-demo-token-2";

    private final WalletKey wallet = Fixtures.wallet();
    private final Platform platform;

    OperatorsTest(Platform platform) {
        this.platform = platform;
    }

    @Test
    void aReferenceIsUsedOnce() {
        String reference = UUID.randomUUID().toString();

        HttpResponse<String> first = credit(700, reference);
        HttpResponse<String> same = credit(700, reference);
        HttpResponse<String> other = credit(701, reference);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.body()).contains("\"available\":\"700\"", "\"transferId\"");
        assertThat(same.statusCode()).isEqualTo(201);
        assertThat(same.body()).isEqualTo(first.body());
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body()).contains("reference_reused");
        assertThat(debit(700, reference).statusCode()).as("a debit").isEqualTo(409);
    }

    private HttpResponse<String> credit(long amount, String reference) {
        return platform.post("/ledger/credits", Platform.transfer(wallet, amount, reference));
    }

    private HttpResponse<String> debit(long amount, String reference) {
        return platform.post("/ledger/debits", Platform.transfer(wallet, amount, reference));
    }

    @Test
    void aDebitTakesWhatIsThereAndIsRefusedForGoodWhereItIsNot() {
        String reference = UUID.randomUUID().toString();
        platform.credit(wallet, 100);

        HttpResponse<String> tooMuch = debit(101, reference);
        assertThat(tooMuch.statusCode()).isEqualTo(422);
        assertThat(tooMuch.body()).contains("insufficient_funds");
        assertThat(debit(60, UUID.randomUUID().toString()).body()).contains("\"available\":\"40\"");
        platform.credit(wallet, 1_000);
        assertThat(debit(101, reference).statusCode()).as("the same again").isEqualTo(422);
    }

    @Test
    void everyInstanceAnswersWhicheverHoldsThePartition() {
        platform.addInstance();

        List<Integer> answers =
                IntStream.range(0, 24)
                        .parallel()
                        .mapToObj(_ -> platform.credit(Fixtures.wallet(), 5).statusCode())
                        .toList();

        assertThat(answers).containsOnly(201);
    }

    @Test
    void aTransferOfTheWrongShapeIsRefusedWithEveryField() {
        HttpResponse<String> response =
                platform.post(
                        "/ledger/credits",
                        """
                        {"merchantId": "", "currency": "lira", "amount": "1.5", "reference": 7}
                        """);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("merchantId", "externalUserId", "currency", "amount", "reference");
        assertThat(platform.post("/ledger/credits", "no JSON").statusCode()).isEqualTo(400);
    }

    @Test
    void withoutATokenNothingIsToldAndViewersOnlyAsk() {
        String body = Platform.transfer(wallet, 1, "viewer");
        String viewer = "Bearer viewer-demo-token";

        assertThat(platform.get("/ledger/trial-balance", "Authorization", "Bearer x").statusCode())
                .isEqualTo(401);
        assertThat(platform.get("/ledger/trial-balance", "Authorization", viewer).statusCode())
                .isEqualTo(200);
        assertThat(platform.post("/ledger/credits", body, "Authorization", viewer).statusCode())
                .isEqualTo(403);
    }

    @Test
    void aQuarantinedFactIsListedAndClosedByTwoOperators() {
        PayoutId payout = Fixtures.payoutId(wallet);
        platform.publish(
                Fixtures.envelope(
                        Fixtures.fact(
                                Fixtures.withdrawalId(wallet),
                                payout,
                                1,
                                FactStatus.SENT,
                                50,
                                0,
                                true,
                                Instant.now())));
        String id =
                platform.await(FactQuarantined.class, fact -> fact.payoutId().equals(payout))
                        .data()
                        .quarantineId();
        String path = "/ledger/quarantine/" + id + "/resolve";

        assertThat(platform.get("/ledger/quarantine?resolved=false").body())
                .contains(id, "unknown_payout", "\"sentTotal\":\"50\"");
        assertThat(platform.post(path, "{}").statusCode()).as("no reason").isEqualTo(400);
        assertThat(platform.post(path, "{\"reason\": \"checked\"}").statusCode()).isEqualTo(202);
        assertThat(platform.post(path, "{\"reason\": \"checked\"}").body())
                .contains("second_operator_needed");
        assertThat(
                        platform.post(path, "{\"reason\": \"checked\"}", "Authorization", SECOND)
                                .statusCode())
                .isEqualTo(200);
        assertThat(platform.post(path, "{\"reason\": \"again\"}").body())
                .contains("already_resolved");
        assertThat(platform.get("/ledger/quarantine?resolved=false").body()).doesNotContain(id);
        assertThat(platform.get("/ledger/quarantine").body()).contains(id);
        assertThat(
                        platform.post(
                                        "/ledger/quarantine/" + UUID.randomUUID() + "/resolve",
                                        "{\"reason\": \"x\"}")
                                .statusCode())
                .isEqualTo(404);
    }
}
