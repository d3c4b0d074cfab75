package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerEvent.FundsReserved;
import io.sluice.contracts.LedgerEvent.FundsReturned;
import io.sluice.contracts.LedgerEvent.FundsSettled;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What operators ask of the books, over HTTP. */
@ExtendWith(SharedPlatform.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class QuestionsTest {

    private static final Pattern NEXT = Pattern.compile("<http://[^/]+(/[^>]+)>; rel=\"next\"");

    private final WalletKey wallet = Fixtures.wallet();
    private final WithdrawalRequested request = Fixtures.automatic(wallet, 400);
    private final Platform platform;
    private Instant beforeTheReturn = Instant.EPOCH;

    QuestionsTest(Platform platform) {
        this.platform = platform;
    }

    /** 1,000 credited, 400 reserved, sent, and 150 of it returned. */
    @BeforeAll
    void book() {
        platform.credit(wallet, 1_000);
        platform.publish(Fixtures.envelope(request));
        platform.await(FundsReserved.class, e -> e.withdrawalId().equals(request.withdrawalId()));
        platform.publish(fact(FactStatus.SENT, 0));
        platform.await(FundsSettled.class, e -> e.withdrawalId().equals(request.withdrawalId()));
        beforeTheReturn = Instant.now();
        platform.publish(fact(FactStatus.RETURNED, 150));
        platform.await(FundsReturned.class, e -> e.withdrawalId().equals(request.withdrawalId()));
    }

    private Envelope<?> fact(FactStatus status, long returned) {
        return Fixtures.envelope(
                Fixtures.fact(
                        request.withdrawalId(),
                        Objects.requireNonNull(request.payoutId()),
                        1,
                        status,
                        400,
                        returned,
                        true,
                        Instant.now()));
    }

    private JsonNode json(String path) {
        HttpResponse<String> response = platform.get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    @Test
    void aWalletsBalancesAreToldForNowAndForAPastMoment() {
        JsonNode now = json(Platform.path(wallet));
        assertThat(now.path("accountId").asString()).isEqualTo(wallet.accountId().toString());
        assertThat(now.path("available").asString()).isEqualTo("750");
        assertThat(now.path("reserved").asString()).isEqualTo("0");
        assertThat(now.path("currency").asString()).isEqualTo("TRY");

        String then = Platform.path(wallet) + "?at=";
        assertThat(json(then + beforeTheReturn).path("available").asString()).isEqualTo("600");
        assertThat(json(then + "2020-01-01T00:00:00Z").path("available").asString()).isEqualTo("0");
        assertThat(json(Platform.path(Fixtures.wallet())).path("available").asString())
                .as("a wallet that was never credited")
                .isEqualTo("0");
    }

    @Test
    void anAccountsEntriesComeInPagesWithRunningBalances() {
        List<JsonNode> entries = new ArrayList<>();
        String page = "/ledger/accounts/" + wallet.accountId() + "/entries?limit=2";
        int pages = 0;
        while (page != null) {
            HttpResponse<String> response = platform.get(page);
            JsonMapper.shared().readTree(response.body()).forEach(entries::add);
            page = response.headers().firstValue("Link").map(QuestionsTest::next).orElse(null);
            pages++;
        }

        assertThat(pages).isEqualTo(2);
        assertThat(entries.stream().map(entry -> entry.path("kind").asString()))
                .containsExactly("RETURN", "RESERVE", "CREDIT");
        assertThat(entries.stream().map(entry -> entry.path("balanceAfter").asString()))
                .containsExactly("750", "600", "1000");
        assertThat(entries.getFirst().path("linkedTo").asString()).hasSize(36);
        assertThat(entries.getFirst().propertyNames())
                .contains("entryId", "transferId", "eventAt", "bookedAt", "payoutId");
    }

    private static String next(String link) {
        Matcher matcher = NEXT.matcher(link);
        assertThat(matcher.matches()).as(link).isTrue();
        return matcher.group(1);
    }

    @Test
    void entriesComeAsCsvToo() {
        HttpResponse<String> account =
                platform.get(
                        "/ledger/accounts/" + wallet.accountId() + "/entries?limit=1",
                        "Accept",
                        "text/csv");
        assertThat(account.headers().firstValue("Content-Type").orElse("")).contains("text/csv");
        assertThat(account.body().split("\r\n")).as("a header and all entries").hasSize(4);
        assertThat(account.body())
                .startsWith("entryId,transferId,accountId,direction,kind,amount,currency");

        HttpResponse<String> withdrawal =
                platform.get(
                        "/ledger/withdrawals/" + request.withdrawalId() + "/entries",
                        "Accept",
                        "text/csv");
        assertThat(withdrawal.body().split("\r\n")).hasSize(7);
    }

    @Test
    void allOfAWithdrawalsEntriesComeInTheOrderOfTheirBooking() {
        JsonNode entries = json("/ledger/withdrawals/" + request.withdrawalId() + "/entries");

        assertThat(entries.valueStream().map(entry -> entry.path("kind").asString()))
                .containsExactly("RESERVE", "RESERVE", "SETTLE", "SETTLE", "RETURN", "RETURN");
        assertThat(entries.valueStream().map(entry -> entry.path("direction").asString()))
                .containsExactly("DEBIT", "CREDIT", "DEBIT", "CREDIT", "DEBIT", "CREDIT");
    }

    @Test
    void theTrialBalanceAndTheIntegrityOfTheBooksHold() {
        JsonNode lira = json("/ledger/trial-balance").path(0);
        assertThat(lira.path("currency").asString()).isEqualTo("TRY");
        assertThat(lira.path("difference").asString()).isEqualTo("0");
        assertThat(lira.path("debits")).isEqualTo(lira.path("credits"));

        JsonNode integrity = json("/ledger/integrity");
        assertThat(integrity.path("ok").asBoolean()).as(integrity.toString()).isTrue();
        assertThat(integrity.path("firstBreak").isNull()).isTrue();
    }

    @Test
    void aQuestionOfTheWrongShapeIsAnsweredWithItsField() {
        for (String path :
                List.of(
                        "/ledger/accounts/17/entries",
                        "/ledger/accounts/" + wallet.accountId() + "/entries?limit=0",
                        "/ledger/accounts/" + wallet.accountId() + "/entries?cursor=x",
                        "/ledger/withdrawals/" + wallet.accountId() + "/entries",
                        Platform.path(wallet) + "?at=yesterday",
                        "/ledger/wallets/m/u/lira")) {
            HttpResponse<String> response = platform.get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(400);
            assertThat(response.body()).as(path).contains("validation_failed", "expected");
        }
    }
}
