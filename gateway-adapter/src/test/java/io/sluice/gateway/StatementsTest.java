package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.ScriptedProvider.Answer;
import io.sluice.gateway.application.StatementTurns;
import io.sluice.gateway.domain.PayoutState;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.r2dbc.core.DatabaseClient;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/** What providers state, by hand and by the clock, from them to the ledger's side of the wire. */
@Execution(ExecutionMode.SAME_THREAD)
class StatementsTest {

    private static final String VIEWER = "viewer-demo-token";
    private static final String HEADER =
            "reference,status,amount,returnedAmount,currency,occurredAt\n";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final LocalDate YESTERDAY = TODAY.minusDays(1);
    private static final Answer DOWN = Answer.of(500, "");
    private static final Answer EMPTY = Answer.of(200, "{\"data\":[],\"nextCursor\":null}");

    private final Platform platform = Platform.shared();

    /** The round that the service itself begins with. */
    @BeforeEach
    void awaitFirstRound() {
        for (String provider : List.of("pientegra", "praxis", "third")) {
            await().until(
                            () -> counted(provider, "put") + counted(provider, "failed"),
                            days -> days >= 1);
        }
    }

    @AfterEach
    void listNothing() {
        platform.pientegra().onLookUp("withdrawals", EMPTY);
    }

    private HttpResponse<String> ask(String path, String token) {
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + platform.port() + path))
                            .header("Authorization", "Bearer " + token)
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> statement(String provider, LocalDate day) {
        return await().until(
                        () -> ask("/operator/statements/" + provider + "/" + day, VIEWER),
                        answer -> !answer.body().contains("another day is being stated"));
    }

    private static String row(String id, String status, String amount, String more) {
        return """
        {"id":"%s","referenceNo":"W-1","externalUserId":"user-1","amount":%s,"currency":"TRY",
         "status":"%s","updatedAt":"2026-04-28T13:00:00.123Z"%s}
        """
                .formatted(id, amount, status, more);
    }

    private static Answer page(@Nullable String next, String... rows) {
        return Answer.of(
                200,
                "{\"data\":[%s],\"nextCursor\":%s}"
                        .formatted(
                                String.join(",", rows),
                                next == null ? "null" : "\"" + next + "\""));
    }

    @Test
    void aListIsReadToItsEndAndEachLineIsWhatItsRowSays() {
        platform.pientegra()
                .onLookUp(
                        "withdrawals",
                        page(
                                "a/2",
                                row("sent", "SENT", "\"250001\"", ""),
                                row("open", "PENDING_REVIEW", "\"1\"", ""),
                                row("unknown", "COMPLIANCE_HOLD", "\"1\"", "")));
        platform.pientegra()
                .onLookUp(
                        "withdrawals a%2F2",
                        DOWN,
                        page("3", row("no", "REJECTED", "\"7\"", ",\"rejectedReason\":\"AC04\"")));
        platform.pientegra()
                .onLookUp(
                        "withdrawals 3",
                        page(
                                null,
                                row("half", "RETURNED", "11", ",\"returnedAmount\":\"5\""),
                                row("all", "RETURNED", "\"12\"", "")));

        HttpResponse<String> stated = statement("pientegra", LocalDate.parse("2026-04-28"));

        assertThat(stated.statusCode()).as(stated.body()).isEqualTo(200);
        assertThat(stated.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(stated.body())
                .isEqualTo(
                        HEADER
                                + "\"sent\",SENT,250001,0,TRY,2026-04-28T13:00:00.123Z\n"
                                + "\"no\",REJECTED,7,0,TRY,2026-04-28T13:00:00.123Z\n"
                                + "\"half\",RETURNED,11,5,TRY,2026-04-28T13:00:00.123Z\n"
                                + "\"all\",RETURNED,12,12,TRY,2026-04-28T13:00:00.123Z\n");
        assertThat(platform.pientegra().lookUps("withdrawals"))
                .anySatisfy(
                        asked ->
                                assertThat(asked.path())
                                        .contains("createdFrom=2026-04-28T00%3A00%3A00Z")
                                        .contains("createdTo=2026-04-29T00%3A00%3A00Z")
                                        .contains("limit=100"));
    }

    @Test
    void aListOfWhichOnePageFailsIsNoStatement() {
        platform.pientegra().onLookUp("withdrawals", page("bad", row("sent", "SENT", "\"1\"", "")));
        platform.pientegra().onLookUp("withdrawals bad", DOWN);
        assertNotStated("list: HTTP 500");

        platform.pientegra().onLookUp("withdrawals bad", page(null, "{\"id\":\"x\"}"));
        assertNotStated("list: malformed row");

        platform.pientegra().onLookUp("withdrawals bad", Answer.RESET);
        assertNotStated("connection lost");
    }

    private void assertNotStated(String why) {
        HttpResponse<String> answer = statement("pientegra", YESTERDAY);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"error\":\"not_stated\"", why);
    }

    /** The gateway's own payouts are all SENT: the lines are Praxis' word. */
    @Test
    void aProviderWithoutAListIsAskedAboutEachPayoutOfTheDay() {
        LocalDate day = TODAY.minusDays(40);
        payout(day, 7101);
        payout(day, 7102);
        payout(day, 7103);
        payout(day, 7104);
        payout(day, 7105);
        payout(day.plusDays(1), 7106);
        says(7102, ScriptedPraxis.Answer.of("rejected", 7102, 0));
        says(
                7103,
                ScriptedPraxis.Answer.of("reversed", 7103, 7103, "TRY", ",\"reversed_amount\":3"));
        says(7104, ScriptedPraxis.Answer.of("compliance_hold", 7104, 0));
        says(7105, ScriptedPraxis.Answer.of("approved", 7105, 7104));

        HttpResponse<String> stated = statement("praxis", day);

        assertThat(stated.statusCode()).as(stated.body()).isEqualTo(200);
        assertThat(stated.body().lines().map(line -> line.replaceAll(",[^,]*$", "")))
                .containsExactlyInAnyOrder(
                        "reference,status,amount,returnedAmount,currency",
                        "\"7101\",SENT,7101,0,TRY",
                        "\"7102\",REJECTED,7102,0,TRY",
                        "\"7103\",RETURNED,7103,3,TRY",
                        "\"7105\",SENT,7104,0,TRY");
        assertThat(statement("praxis", day.minusDays(1)).body()).isEqualTo(HEADER);
    }

    @Test
    void onePayoutThatPraxisDoesNotAnswerForIsNoStatement() {
        LocalDate day = TODAY.minusDays(50);
        payout(day, 7201);
        PayoutId silent = payout(day, 7202);
        says(7202, ScriptedPraxis.Answer.unsigned(200));

        HttpResponse<String> answer = statement("praxis", day);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .contains("payout " + silent + ": answer does not verify")
                .doesNotContain("7201");
        says(7202, ScriptedPraxis.Answer.RESET, ScriptedPraxis.Answer.of("approved", 7202, 7202));
        assertThat(statement("praxis", day).body()).contains("\"7201\",SENT", "\"7202\",SENT");
    }

    private PayoutId payout(LocalDate day, long amount) {
        Instant noon = day.atTime(12, 0).toInstant(ZoneOffset.UTC);
        PayoutId payout =
                platform.authorizedAgo(Duration.between(noon, Instant.now()), amount, "praxis")
                        .payoutId();
        platform.awaitState(payout, PayoutState.SENT);
        return payout;
    }

    private void says(long tid, ScriptedPraxis.Answer... answers) {
        platform.praxis().on(ScriptedPraxis.FIND, tid, answers);
    }

    @Test
    void theDayAndTheProviderMustBeKnown() {
        String of = "/operator/statements/";

        for (String day : new String[] {"yesterday", "2026-02-30", TODAY.plusDays(1).toString()}) {
            HttpResponse<String> answer = ask(of + "pientegra/" + day, VIEWER);
            assertThat(answer.statusCode()).as(day).isEqualTo(400);
            assertThat(answer.body()).contains("\"error\":\"validation_failed\"", "date: ");
        }
        assertThat(ask(of + "nobody/" + YESTERDAY, VIEWER).statusCode()).isEqualTo(404);
        assertThat(ask(of + "pientegra/" + YESTERDAY, "wrong").statusCode()).isEqualTo(401);
    }

    @Test
    void eachRoundPutsTheFinishedDaysToTheLedgerAndOfAFailedOneNothing() {
        platform.pientegra().onLookUp("withdrawals", page("on", row("first", "SENT", "\"5\"", "")));
        platform.pientegra().onLookUp("withdrawals on", DOWN);
        payout(YESTERDAY, 7301);
        double failed = counted("pientegra", "failed");
        double put = counted("praxis", "put");

        beginRound();

        String praxis = platform.ledger().awaitPut("/ledger/statements/praxis/" + YESTERDAY);
        assertThat(praxis).startsWith(HEADER).contains("\"7301\",SENT,7301,0,TRY,");
        await().until(() -> counted("pientegra", "failed"), now -> now == failed + 1);
        assertThat(counted("praxis", "put")).isEqualTo(put + 1);
        assertThat(platform.ledger().puts()).noneMatch(path -> path.contains("pientegra"));

        platform.pientegra()
                .onLookUp("withdrawals on", page(null, row("second", "SENT", "\"6\"", "")));
        platform.ledger().answer(503);
        beginRound();
        await().until(() -> counted("pientegra", "failed"), now -> now == failed + 2);

        platform.ledger().answer(200);
        beginRound();
        assertThat(platform.ledger().awaitPut("/ledger/statements/pientegra/" + YESTERDAY))
                .contains("\"first\",SENT,5,0,TRY,", "\"second\",SENT,6,0,TRY,");
    }

    @Test
    void aTurnIsOneInstancesAndTheNextOneComesInTime() {
        StatementTurns turns = platform.bean(StatementTurns.class);
        Instant due = Instant.now().plus(Duration.ofDays(400));

        assertThat(turns.take(due, due.plusSeconds(60)).block()).isTrue();
        assertThat(turns.take(due, due.plusSeconds(60)).block()).isFalse();
        assertThat(turns.take(due.plusSeconds(59), due).block()).isFalse();
        assertThat(turns.take(due.plusSeconds(60), due).block()).isTrue();
    }

    private void beginRound() {
        platform.ledger().forget();
        platform.bean(DatabaseClient.class)
                .sql("UPDATE statement_turns SET due_at = 'epoch'")
                .then()
                .block(Duration.ofSeconds(5));
    }

    private double counted(String provider, String outcome) {
        return ask("/actuator/prometheus", VIEWER)
                .body()
                .lines()
                .filter(line -> line.startsWith("sluice_gateway_statements_total{"))
                .filter(line -> line.contains("provider=\"" + provider + "\""))
                .filter(line -> line.contains("outcome=\"" + outcome + "\""))
                .mapToDouble(line -> Double.parseDouble(Objects.requireNonNull(last(line))))
                .sum();
    }

    private static String last(String line) {
        return line.substring(line.lastIndexOf(' ') + 1);
    }
}
