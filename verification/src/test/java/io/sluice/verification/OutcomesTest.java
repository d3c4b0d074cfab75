package io.sluice.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sandbox's whole table of outcomes, at both providers, through the whole platform, with the
 * gateway killed with signal 9 in the middle: in the end what was really paid, the ledger and the API
 * say the same, to the cent, and nothing was paid twice.
 */
@ExtendWith(OnePlatform.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutcomesTest {

    private static final String PRAXIS_FIRST = "sk_test_same_c2x1aWNlLXNhbWU";
    private static final Set<Integer> REJECTED = Set.of(2, 3, 7);
    private static final Set<Integer> RETURNED = Set.of(4, 5);
    private static final long FUNDS = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Refused at submission: when that answer is lost, no repeat tells, and people must. */
    private static final Set<Integer> REFUSED = Set.of(6, 7);

    /** One withdrawal of the table. */
    private record Row(String provider, String key, int ending, String user, String id) {

        /** The sandbox knows a cascade by its amount, so the two providers' rows differ. */
        static long amount(String provider, int ending) {
            return (provider.equals("praxis") ? 370_000L : 270_000L) + ending;
        }

        long amount() {
            return amount(provider, ending);
        }

        String name() {
            return "%s %02d".formatted(provider, ending);
        }
    }

    private final Outside outside = new Outside();

    @BeforeAll
    void sendToPraxisFirst() {
        change(
                Map.of(
                        "processing",
                        "AUTOMATIC",
                        "defaultGateway",
                        "praxis",
                        "route",
                        List.of("praxis", "pientegra")));
    }

    @AfterAll
    void asItWas() {
        change(
                Map.of(
                        "processing",
                        "MANAGED",
                        "defaultGateway",
                        "pientegra",
                        "route",
                        List.of("pientegra", "praxis")));
    }

    private void change(Map<String, Object> settings) {
        Outside.Answer changed =
                outside.put(8080, "/operator/applications/ManagedSame", Outside.OPERATOR, settings);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    }

    @Test
    @Timeout(300)
    void whatWasPaidTheLedgerAndTheApiAgreeAndNothingIsPaidTwice(RunningPlatform platform) {
        List<Row> rows = new ArrayList<>(open(List.of(6, 7, 10, 11, 12, 13, 14, 15, 16, 30, 31)));
        rows.addAll(open(List.of(1, 2, 3, 4, 5, 20, 21, 22, 24, 25, 26)));
        await().atMost(PATIENCE).until(() -> rows.stream().anyMatch(this::isSent));
        kill(platform, "gateway-adapter");
        rows.addAll(open(List.of(0, 32, 33, 34, 35, 36)));
        await().atMost(PATIENCE).until(this::isGatewayBack);
        rows.addAll(open(List.of(23)));

        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(rows)
                                        .filteredOn(row -> !isOver(row))
                                        .allMatch(row -> REFUSED.contains(row.ending())));
        List<Row> lost = rows.stream().filter(row -> !isOver(row)).toList();
        lost.forEach(this::resolveAsNotPaid);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows).filteredOn(row -> !isOver(row)).isEmpty());

        rows.forEach(row -> agrees(row, lost.contains(row)));
        assertThat(outside.trialBalance())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.path("difference").stringValue()).isEqualTo("0"));
        quarantineHasWhatContradicts(rows);
    }

    private List<Row> open(List<Integer> endings) {
        return endings.stream()
                .flatMap(
                        ending ->
                                Stream.of(
                                        open("pientegra", Outside.API_KEY, ending),
                                        open("praxis", PRAXIS_FIRST, ending)))
                .toList();
    }

    private Row open(String provider, String key, int ending) {
        String user = "user-" + UUID.randomUUID();
        outside.fund(user, FUNDS);
        Outside.Answer answer =
                outside.post(
                        8080,
                        "/external/withdrawals",
                        key,
                        Outside.withdrawal(user, Long.toString(Row.amount(provider, ending))),
                        "Idempotency-Key",
                        UUID.randomUUID().toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return new Row(
                provider, key, ending, user, answer.body().path("withdrawalId").stringValue());
    }

    private JsonNode withdrawal(Row row) {
        return outside.get(8080, "/external/withdrawals/" + row.id(), row.key()).body();
    }

    private String status(Row row) {
        return withdrawal(row).path("status").stringValue("");
    }

    private boolean isSent(Row row) {
        return status(row).equals("SENT");
    }

    private boolean isOver(Row row) {
        String expected = RETURNED.contains(row.ending()) ? "RETURNED" : "SENT";
        JsonNode withdrawal = withdrawal(row);
        String status = withdrawal.path("status").stringValue("");
        boolean allBack =
                !RETURNED.contains(row.ending())
                        || withdrawal
                                .path("returnedAmount")
                                .stringValue("")
                                .equals(Long.toString(row.amount()));
        return status.equals("REJECTED") || (status.equals(expected) && allBack);
    }

    /** Signal 9; the platform starts it again. */
    private static void kill(RunningPlatform platform, String service) {
        List<ProcessHandle> named =
                platform.processes().stream()
                        .filter(
                                process ->
                                        process.info().commandLine().orElse("").contains(service))
                        .toList();
        assertThat(named).isNotEmpty();
        named.forEach(ProcessHandle::destroyForcibly);
    }

    private boolean isGatewayBack() {
        try {
            return outside.get(8082, "/actuator/health/readiness", "").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private JsonNode payout(Row row) {
        String id = withdrawal(row).path("payouts").get(0).path("payoutId").stringValue();
        return outside.get(8082, "/operator/payouts/" + id, Outside.OPERATOR).body();
    }

    /** As two operators do who have seen what the provider really paid. */
    private void resolveAsNotPaid(Row row) {
        JsonNode payout = payout(row);
        assertThat(payout.path("state").stringValue()).as(row.name()).isEqualTo("IN_DOUBT");
        assertThat(paid(payout)).as(row.name()).isEmpty();
        for (String operator : List.of(Outside.OPERATOR, Outside.OPERATOR + "-2")) {
            outside.post(
                    8082,
                    "/operator/payouts/" + payout.path("payoutId").stringValue() + "/resolve",
                    operator,
                    Map.of("outcome", "NOT_PAID", "reason", "the provider never took it"));
        }
    }

    /** What the sandbox really paid under any key of the payout. */
    private List<JsonNode> paid(JsonNode payout) {
        List<String> keys =
                Outside.elements(payout.path("attempts")).stream()
                        .map(attempt -> attempt.path("key").stringValue())
                        .toList();
        return outside.paid().stream()
                .filter(paid -> keys.contains(paid.path("ourReference").stringValue()))
                .toList();
    }

    private void agrees(Row row, boolean resolvedAsNotPaid) {
        JsonNode withdrawal = withdrawal(row);
        List<JsonNode> paid = paid(payout(row));
        boolean unpaid = REJECTED.contains(row.ending()) || resolvedAsNotPaid;
        assertThat(paid).as(row.name()).hasSize(unpaid ? 0 : 1);
        long sent = unpaid ? 0 : Long.parseLong(paid.getFirst().path("amount").stringValue());
        long back =
                unpaid ? 0 : Long.parseLong(paid.getFirst().path("returnedAmount").stringValue());
        assertThat(sent)
                .as(row.name())
                .isEqualTo(unpaid ? 0 : row.ending() == 25 ? row.amount() - 1 : row.amount());
        assertThat(withdrawal.path("status").stringValue())
                .as(row.name())
                .isEqualTo(unpaid ? "REJECTED" : back > 0 ? "RETURNED" : "SENT");
        assertThat(List.of(amount(withdrawal, "sentAmount"), amount(withdrawal, "returnedAmount")))
                .as(row.name())
                .containsExactly(sent, back);
        assertThat(amount(withdrawal, "releasedAmount"))
                .as(row.name())
                .isEqualTo(row.amount() - sent);
        assertThat(outside.available(row.user())).as(row.name()).isEqualTo(FUNDS - sent + back);
        assertThat(outside.wallet(row.user()).path("reserved").asLong()).as(row.name()).isZero();
        assertThat(entries(row, "SETTLE")).as(row.name()).isEqualTo(sent);
        assertThat(entries(row, "RETURN")).as(row.name()).isEqualTo(back);
    }

    private static long amount(JsonNode withdrawal, String field) {
        return Long.parseLong(withdrawal.path(field).stringValue());
    }

    /** What the ledger booked of this kind: one side of it. */
    private long entries(Row row, String kind) {
        return outside.entries(row.id()).stream()
                .filter(entry -> entry.path("kind").stringValue().equals(kind))
                .filter(entry -> entry.path("direction").stringValue().equals("DEBIT"))
                .mapToLong(entry -> Long.parseLong(entry.path("amount").stringValue()))
                .sum();
    }

    private void quarantineHasWhatContradicts(List<Row> rows) {
        List<String> expected =
                rows.stream()
                        .filter(row -> row.ending() == 23 || row.ending() == 25)
                        .map(Row::id)
                        .toList();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(quarantined(rows))
                                        .containsExactlyInAnyOrderElementsOf(expected));
    }

    private List<String> quarantined(List<Row> rows) {
        Set<String> ours = rows.stream().map(Row::id).collect(Collectors.toSet());
        return Outside.elements(outside.get(8081, "/ledger/quarantine", Outside.OPERATOR).body())
                .stream()
                .map(set -> set.path("withdrawalId").stringValue())
                .filter(ours::contains)
                .toList();
    }
}
