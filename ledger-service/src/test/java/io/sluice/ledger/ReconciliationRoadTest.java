package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerEvent.FundsReleased;
import io.sluice.contracts.LedgerEvent.FundsSettled;
import io.sluice.contracts.LedgerEvent.PayoutAuthorized;
import io.sluice.contracts.PayoutEvent.PayoutSubmitted;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A provider's statement against the books: one break of each kind is planted, and found. */
@ExtendWith(SharedPlatform.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ReconciliationRoadTest {

    private static final String PROVIDER = "reconciled";
    private static final String HEADER =
            "reference,status,amount,returnedAmount,currency,occurredAt";

    /** The submissions come by a topic of their own: some may not be here yet. */
    private static final Predicate<JsonNode> NAMELESS = found -> found.path("payoutId").isNull();

    private final Instant paidAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final LocalDate today = LocalDate.ofInstant(paidAt, ZoneOffset.UTC);
    private final WalletKey wallet = Fixtures.wallet();
    private final Platform platform;

    ReconciliationRoadTest(Platform platform) {
        this.platform = platform;
    }

    private record Order(String reference, WithdrawalRequested request) {

        PayoutId payout() {
            return Objects.requireNonNull(request.payoutId());
        }
    }

    @Test
    void aPlantedBreakOfEachKindIsFoundAndToldToTheAlerts() {
        platform.credit(wallet, 1_000);
        Order agreed = submitted("agreed");
        Order unheard = submitted("unheard");
        Order unstated = submitted("unstated");
        Order less = submitted("less");
        Order rejected = submitted("rejected");
        Order late = submitted("late");
        tell(agreed, FactStatus.SENT, paidAt);
        tell(unstated, FactStatus.SENT, paidAt);
        tell(less, FactStatus.SENT, paidAt);
        tell(rejected, FactStatus.REJECTED, paidAt);
        Instant longAgo = paidAt.minus(Duration.ofHours(2));
        tell(late, FactStatus.SENT, longAgo);

        take(
                line("agreed", "SENT", 100, paidAt),
                line("unknown", "SENT", 7, paidAt),
                line("unheard", "SENT", 100, paidAt),
                line("less", "SENT", 99, paidAt),
                line("rejected", "SENT", 100, paidAt),
                line("late", "SENT", 100, longAgo));

        List<JsonNode> breaks = awaitBreaks(6);
        assertThat(breaks.stream().map(ReconciliationRoadTest::inShort))
                .containsExactlyInAnyOrder(
                        "missing_here unknown null expected null found SENT 7 TRY",
                        "missing_here unheard "
                                + unheard.payout()
                                + " expected PENDING found SENT 100 TRY",
                        "missing_there null "
                                + unstated.payout()
                                + " expected SENT 100 TRY found null",
                        "amount less " + less.payout() + " expected SENT 100 TRY found SENT 99 TRY",
                        "status rejected "
                                + rejected.payout()
                                + " expected REJECTED found SENT 100 TRY",
                        "late late " + late.payout());
        assertThat(breaks.stream().map(found -> Duration.parse(found.path("age").asString())))
                .allMatch(age -> age.compareTo(Duration.ofHours(3)) < 0)
                .anyMatch(age -> age.compareTo(Duration.ofHours(2)) >= 0);
        awaitMetric("missing_here", 2);
        awaitMetric("late", 1);

        tell(unheard, FactStatus.SENT, paidAt);
        take(
                line("agreed", "SENT", 100, paidAt),
                line("unheard", "SENT", 100, paidAt),
                line("unstated", "SENT", 100, paidAt),
                line("less", "SENT", 100, paidAt),
                line("rejected", "REJECTED", 100, paidAt),
                line("late", "SENT", 100, paidAt));

        awaitBreaks(0);
        awaitMetric("missing_here", 0);
    }

    private Order submitted(String name) {
        return submitted(PROVIDER, wallet, name);
    }

    private Order submitted(String provider, WalletKey owner, String name) {
        WithdrawalRequested request = Fixtures.automatic(owner, 100);
        Order order = new Order(name, request);
        platform.publish(Fixtures.envelope(request));
        platform.await(
                PayoutAuthorized.class, e -> e.withdrawalId().equals(request.withdrawalId()));
        platform.publish(
                Fixtures.envelope(
                        new PayoutSubmitted(
                                request.withdrawalId(),
                                order.payout(),
                                1,
                                0,
                                provider,
                                name,
                                100,
                                owner.currency())));
        return order;
    }

    private void tell(Order order, FactStatus status, Instant at) {
        tell(PROVIDER, order, status, at);
    }

    private void tell(String provider, Order order, FactStatus status, Instant at) {
        WithdrawalRequested request = order.request();
        platform.publish(
                Fixtures.envelope(
                        new PayoutStatusReported(
                                request.withdrawalId(),
                                order.payout(),
                                1,
                                status,
                                status == FactStatus.SENT ? 100 : 0,
                                0,
                                wallet.currency(),
                                true,
                                0,
                                provider,
                                order.reference(),
                                null,
                                at,
                                FactSource.CALLBACK)));
        if (status == FactStatus.SENT) {
            platform.await(
                    FundsSettled.class, e -> e.withdrawalId().equals(request.withdrawalId()));
        } else {
            platform.await(
                    FundsReleased.class, e -> e.withdrawalId().equals(request.withdrawalId()));
        }
    }

    private static String line(String reference, String status, long amount, Instant at) {
        return String.join(",", reference, status, Long.toString(amount), "", "TRY", at.toString());
    }

    private HttpResponse<String> take(String... lines) {
        HttpResponse<String> taken =
                platform.putCsv(
                        "/ledger/statements/" + PROVIDER + "/" + today,
                        HEADER + "\n" + String.join("\n", lines) + "\n");
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        assertThat(taken.body()).contains("\"lines\":" + lines.length);
        return taken;
    }

    private List<JsonNode> awaitBreaks(int count) {
        List<JsonNode> breaks = new ArrayList<>();
        await(
                count + " breaks",
                () -> {
                    breaks.clear();
                    breaks.addAll(breaks(PROVIDER));
                    return breaks.size() == count && breaks.stream().filter(NAMELESS).count() <= 1;
                });
        return breaks;
    }

    private List<JsonNode> breaks(String provider) {
        String path = "/ledger/reconciliation?provider=" + provider + "&date=" + today;
        JsonNode answer = JsonMapper.shared().readTree(platform.get(path).body());
        return answer.path("breaks").valueStream().toList();
    }

    private void awaitMetric(String kind, int value) {
        await(
                kind + " " + value,
                () ->
                        platform.get("/actuator/prometheus")
                                .body()
                                .lines()
                                .filter(it -> it.startsWith("sluice_ledger_reconciliation_breaks{"))
                                .filter(it -> it.contains("provider=\"" + PROVIDER + "\""))
                                .anyMatch(
                                        it ->
                                                it.contains("kind=\"" + kind + "\"")
                                                        && it.endsWith(" " + value + ".0")));
    }

    private void await(String what, BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(Platform.PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not seen: " + what);
            }
            platform.poll();
        }
    }

    private static String inShort(JsonNode found) {
        String what =
                found.path("kind").asString()
                        + " "
                        + text(found, "reference")
                        + " "
                        + text(found, "payoutId");
        return "late".equals(found.path("kind").asString())
                ? what
                : what + " expected " + text(found, "expected") + " found " + text(found, "found");
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).isNull() ? "null" : node.path(member).asString();
    }

    @Test
    void withoutAStatementNothingIsCompared() {
        HttpResponse<String> answer =
                platform.get("/ledger/reconciliation?provider=nobody&date=2026-04-28");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"statement\":null,\"breaks\":[]}");
    }

    @Test
    void aStatementOfTheWrongShapeIsRefusedWholeWithItsFirstBadLine() {
        String good = line("good", "SENT", 100, paidAt);
        for (String bad :
                List.of(
                        line("", "SENT", 100, paidAt),
                        line("good", "SENT", 100, paidAt),
                        line("r", "PAID", 100, paidAt),
                        line("r", "SENT", 0, paidAt),
                        line("r", "SENT", -1, paidAt),
                        "r,SENT,1.5,,TRY," + paidAt,
                        "r,SENT,100,50,TRY," + paidAt,
                        "r,RETURNED,100,101,TRY," + paidAt,
                        "r,SENT,100,,lira," + paidAt,
                        "r,SENT,100,,TRY,+99999-01-01T00:00:00Z",
                        "r\u0000x,SENT,100,,TRY," + paidAt,
                        "r,SENT,100,,TRY,yesterday")) {
            HttpResponse<String> answer =
                    platform.putCsv(
                            "/ledger/statements/shapes/" + today,
                            String.join("\n", HEADER, good, bad));
            assertThat(answer.statusCode()).as(bad).isEqualTo(400);
            assertThat(answer.body()).as(bad).contains("line 2: ");
        }
        for (String other :
                List.of(
                        "{\"error\":\"not_stated\"}",
                        "reference,status,amount,occurredAt\n",
                        "",
                        "\n")) {
            HttpResponse<String> answer =
                    platform.putCsv("/ledger/statements/shapes/" + today, other);
            assertThat(answer.statusCode()).as(other).isEqualTo(400);
        }
        assertThat(platform.get("/ledger/reconciliation?provider=shapes&date=" + today).body())
                .contains("\"statement\":null");
        assertThat(platform.putCsv("/ledger/statements/shapes/" + today, HEADER).statusCode())
                .as("nothing happened")
                .isEqualTo(200);
        for (String path : List.of("?provider=&date=" + today, "?provider=p&date=x", "")) {
            assertThat(platform.get("/ledger/reconciliation" + path).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void aDayThatGoesOnIsComparedUpToItsStatement() {
        WalletKey own = Fixtures.wallet();
        platform.credit(own, 1_000);
        Order before = submitted("going-on", own, "before");
        tell("going-on", before, FactStatus.SENT, Instant.now());
        assertThat(platform.putCsv("/ledger/statements/going-on/" + today, HEADER).statusCode())
                .isEqualTo(200);
        Order after = submitted("going-on", own, "after");
        tell("going-on", after, FactStatus.SENT, Instant.now());

        assertThat(breaks("going-on"))
                .extracting(found -> text(found, "kind") + " " + text(found, "payoutId"))
                .containsExactly("missing_there " + before.payout());
        assertThat(platform.putCsv("/ledger/statements/going-on/" + today, HEADER).statusCode())
                .isEqualTo(200);
        assertThat(breaks("going-on")).hasSize(2);
    }

    @Test
    void whoFetchesStatementsPutsThemAndDoesNothingElse() {
        String[] fetcher = {"Authorization", "Bearer statements-demo-token"};

        assertThat(
                        platform.putCsv("/ledger/statements/role/" + today, HEADER, fetcher)
                                .statusCode())
                .isEqualTo(200);
        assertThat(
                        platform.get("/ledger/reconciliation?provider=p&date=" + today, fetcher)
                                .statusCode())
                .isEqualTo(403);
        assertThat(platform.get("/ledger/trial-balance", fetcher).statusCode()).isEqualTo(403);
        assertThat(
                        platform.post(
                                        "/ledger/credits",
                                        Platform.transfer(wallet, 1, "fetched"),
                                        fetcher)
                                .statusCode())
                .isEqualTo(403);
    }

    @Test
    void viewersReadBreaksAndTakeNothingIn() {
        String viewer = "Bearer viewer-demo-token";

        assertThat(
                        platform.putCsv(
                                        "/ledger/statements/p/" + today,
                                        HEADER,
                                        "Authorization",
                                        viewer)
                                .statusCode())
                .isEqualTo(403);
        assertThat(
                        platform.get(
                                        "/ledger/reconciliation?provider=p&date=" + today,
                                        "Authorization",
                                        viewer)
                                .statusCode())
                .isEqualTo(200);
    }
}
