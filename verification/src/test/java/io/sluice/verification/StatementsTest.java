package io.sluice.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What both providers state of a day goes from them to the ledger and agrees with the books; what
 * does not agree is found.
 */
@ExtendWith(OnePlatform.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(180)
final class StatementsTest {

    private static final String PRAXIS_KEY = "sk_test_same_c2x1aWNlLXNhbWU";
    private static final String PIENTEGRA_KEY = "sk_sandbox_sluice_ZGVtby1vdXRib3VuZC1rZXk";
    private static final Set<String> ENDED = Set.of("SENT", "REJECTED", "RETURNED");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Outside outside = new Outside();
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

    /** Orders that the provider states from now on, whichever test comes first. */
    private final Set<String> planted = new HashSet<>();

    private final String user = "stated-" + UUID.randomUUID();

    @BeforeAll
    void sendToPraxisFirst() {
        change("AUTOMATIC", List.of("praxis", "pientegra"));
        outside.fund(user, 10_000_000);
    }

    @AfterAll
    void asItWas() {
        change("MANAGED", List.of("pientegra", "praxis"));
    }

    private void change(String processing, List<String> route) {
        Map<String, Object> settings =
                Map.of(
                        "processing",
                        processing,
                        "defaultGateway",
                        route.getFirst(),
                        "route",
                        route);
        Outside.Answer changed =
                outside.put(8080, "/operator/applications/ManagedSame", Outside.OPERATOR, settings);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    }

    @Test
    void thePaymentsOfBothProvidersAgreeWithTheBooks() {
        Map<String, List<String>> expected = new HashMap<>();
        for (String provider : List.of("pientegra", "praxis")) {
            String key = provider.equals("praxis") ? PRAXIS_KEY : Outside.API_KEY;
            Map<String, String> opened = new HashMap<>();
            opened.put(open(key, 470_000), "SENT,470000,0,TRY");
            opened.put(open(key, 470_002), "REJECTED,470002,0,TRY");
            opened.put(open(key, 470_004), "RETURNED,470004,470004,TRY");
            opened.put(open(key, 470_025), "SENT,470024,0,TRY");
            opened.put(open(key, 470_035), "SENT,470035,0,TRY");
            expected.put(provider, opened.keySet().stream().map(id -> line(id, opened)).toList());
        }

        expected.forEach(
                (provider, lines) ->
                        await().atMost(PATIENCE)
                                .untilAsserted(
                                        () -> {
                                            String stated = stated(provider);
                                            assertThat(stated).contains(lines);
                                            put(provider, stated);
                                            assertThat(breaks(provider))
                                                    .filteredOn(found -> !isPlanted(found))
                                                    .isEmpty();
                                        }));
    }

    private String open(String key, long amount) {
        Outside.Answer answer =
                outside.post(
                        8080,
                        "/external/withdrawals",
                        key,
                        Outside.withdrawal(user, Long.toString(amount)),
                        "Idempotency-Key",
                        UUID.randomUUID().toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        String id = answer.body().path("withdrawalId").stringValue();
        await().atMost(PATIENCE).until(() -> ENDED.contains(status(key, id)));
        return outside.get(8080, "/external/withdrawals/" + id, key)
                .body()
                .path("payouts")
                .path(0)
                .path("payoutId")
                .stringValue();
    }

    private String status(String key, String id) {
        return outside.get(8080, "/external/withdrawals/" + id, key)
                .body()
                .path("status")
                .stringValue("");
    }

    /** A line without its time, by the reference that the gateway has from the provider. */
    private String line(String payout, Map<String, String> opened) {
        JsonNode attempts =
                outside.get(8082, "/operator/payouts/" + payout, Outside.OPERATOR)
                        .body()
                        .path("attempts");
        String reference = attempts.path(attempts.size() - 1).path("providerReference").asString();
        return "\"" + reference + "\"," + opened.get(payout) + ",";
    }

    @Test
    void anOrderThatWeDidNotPlaceAndAnotherAmountAreFound() {
        String ours = stated("pientegra");
        String theirs = placedByAnother();
        planted.add(theirs);
        put("pientegra", stated("pientegra"));

        assertThat(breaks("pientegra"))
                .filteredOn(found -> found.path("reference").asString("").equals(theirs))
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.path("kind").asString()).isEqualTo("missing_here");
                            assertThat(found.path("payoutId").isNull()).isTrue();
                            assertThat(found.path("found").asString()).isEqualTo("SENT 4200 TRY");
                        });
        put("pientegra", ours);

        String payout = open(PRAXIS_KEY, 480_000);
        String line = line(payout, Map.of(payout, "SENT,480000"));
        String praxis = stated("praxis");
        assertThat(praxis).contains(line);
        put("praxis", praxis.replace(line, line.replace("480000", "479999")));

        assertThat(breaks("praxis"))
                .filteredOn(found -> payout.equals(found.path("payoutId").asString("")))
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.path("kind").asString()).isEqualTo("amount");
                            assertThat(found.path("expected").asString())
                                    .isEqualTo("SENT 480000 TRY");
                            assertThat(found.path("found").asString()).isEqualTo("SENT 479999 TRY");
                        });
        put("praxis", praxis);
    }

    private boolean isPlanted(JsonNode found) {
        return planted.contains(found.path("reference").asString(""));
    }

    /** With our key, but not by us. */
    private String placedByAnother() {
        Outside.Answer placed =
                outside.post(
                        8090,
                        "/pientegra/api/v1/external/withdrawals",
                        PIENTEGRA_KEY,
                        Map.of(
                                "externalUserId",
                                "somebody",
                                "amount",
                                "4200",
                                "currency",
                                "TRY",
                                "targetIban",
                                Outside.IBAN,
                                "targetHolderName",
                                Outside.HOLDER),
                        "Idempotency-Key",
                        UUID.randomUUID().toString());
        assertThat(placed.status() / 100).as(placed.text()).isEqualTo(2);
        return placed.body().path("withdrawalId").stringValue();
    }

    @Test
    void theFinishedDayIsPutByItself() {
        for (String provider : List.of("pientegra", "praxis")) {
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    compared(provider, today.minusDays(1))
                                                            .path("statement")
                                                            .isObject())
                                            .isTrue());
        }
    }

    private String stated(String provider) {
        Outside.Answer answer =
                outside.get(
                        8082, "/operator/statements/" + provider + "/" + today, Outside.OPERATOR);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text();
    }

    private void put(String provider, String statement) {
        Outside.Answer taken =
                outside.putCsv(
                        8081,
                        "/ledger/statements/" + provider + "/" + today,
                        Outside.OPERATOR,
                        statement);
        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
    }

    private List<JsonNode> breaks(String provider) {
        JsonNode compared = compared(provider, today);
        assertThat(compared.path("statement").isObject()).isTrue();
        return Outside.elements(compared.path("breaks"));
    }

    private JsonNode compared(String provider, LocalDate day) {
        return outside.get(
                        8081,
                        "/ledger/reconciliation?provider=" + provider + "&date=" + day,
                        Outside.OPERATOR)
                .body();
    }
}
