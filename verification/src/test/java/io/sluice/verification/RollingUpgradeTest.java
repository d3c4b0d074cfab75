package io.sluice.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * An older build's services give way to this one's, one after the other and each beside its
 * predecessor, while partners go on: {@code deploy/upgrade-test COMMIT} makes that build.
 */
@Tag("long")
@EnabledIfSystemProperty(named = "sluice.upgrade.from", matches = ".+")
final class RollingUpgradeTest {

    private static final Path OLDER =
            Path.of(System.getProperty("sluice.upgrade.from", "the build to upgrade from"));
    private static final Path DATA = Path.of("target", "upgraded-platform");
    private static final Map<String, String> FOR_ONE_START = Map.of("SLUICE_TRAINING", "off");

    private static final int BESIDE = 100;
    private static final int LEDGER = 8081;
    private static final int NEW_LEDGER = LEDGER + BESIDE;
    private static final int WITHDRAWALS_BESIDE_EACH_OTHER = 25;

    private final Outside outside = new Outside();
    private RunningPlatform platform;

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    @Timeout(1_200)
    void oldAndNewServicesWorkSideBySideAndTheBooksAgree() {
        platform = RunningPlatform.ofBuild(OLDER, DATA, FOR_ONE_START);
        SteadyPartner partner = SteadyPartner.begin(outside);
        awaitMore(partner);

        beside("ledger-service", LEDGER, partner);
        beside("gateway-adapter", 8082, partner);
        // Those whom the world calls end where it calls them.
        beside("webhook-ingest", 8083, partner);
        move("webhook-ingest", 8083);
        beside("withdrawal-api", 8080, partner);
        move("withdrawal-api", 8080);
        awaitMore(partner);

        List<String> opened = partner.end();
        System.out.printf("%d withdrawals opened during the upgrade%n", opened.size());
        check(opened.stream().map(this::ended).toList());
    }

    /** The new one beside the old one for a while, then alone. */
    private void beside(String service, int port, SteadyPartner partner) {
        command("add", service, port + BESIDE);
        awaitMore(partner);
        command("remove", service, port);
    }

    private void move(String service, int port) {
        command("add", service, port);
        command("remove", service, port + BESIDE);
    }

    private void command(String word, String service, int usualPort) {
        RunningPlatform.Ended ended =
                platform.command(word, service, "--port", "" + RunningPlatform.port(usualPort));
        System.out.print(ended.output());
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    private static void awaitMore(SteadyPartner partner) {
        int from = partner.opened();
        await().atMost(Duration.ofSeconds(120))
                .until(() -> partner.opened() >= from + WITHDRAWALS_BESIDE_EACH_OTHER);
    }

    private JsonNode ended(String withdrawal) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> outside.withdrawalOf(withdrawal),
                        found ->
                                !List.of("PENDING_REVIEW", "APPROVED")
                                        .contains(found.path("status").asString()));
    }

    private void check(List<JsonNode> withdrawals) {
        System.out.println(
                withdrawals.stream()
                        .collect(
                                Collectors.groupingBy(
                                        each -> each.path("status").asString(),
                                        Collectors.counting())));
        List<JsonNode> paid = outside.paid();
        assertThat(paid.stream().map(each -> each.path("ourReference").asString()))
                .doesNotHaveDuplicates();
        assertThat(sum(paid, each -> each.path("amount").asLong()))
                .isEqualTo(sum(withdrawals, each -> each.path("sentAmount").asLong()));
        assertThat(sum(paid, each -> each.path("returnedAmount").asLong()))
                .isEqualTo(sum(withdrawals, each -> each.path("returnedAmount").asLong()));
        assertThat(Outside.elements(ledger("trial-balance")))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.path("difference").asLong()).isZero());
        assertThat(ledger("integrity").path("ok").asBoolean()).isTrue();
        assertThat(Outside.elements(ledger("quarantine"))).isEmpty();
        assertThat(platform.command("dlt", "list").output()).contains("No dead letters");
        withdrawals.forEach(this::assertThePartnerHeard);
    }

    private JsonNode ledger(String what) {
        return outside.get(NEW_LEDGER, "/ledger/" + what, Outside.OPERATOR).body();
    }

    private void assertThePartnerHeard(JsonNode withdrawal) {
        String type =
                switch (withdrawal.path("status").asString()) {
                    case "REJECTED" -> "withdrawal.rejected";
                    case "RETURNED" -> "withdrawal.returned";
                    default -> "withdrawal.sent";
                };
        outside.awaitWebhooks(withdrawal.path("withdrawalId").asString(), type);
    }

    private static long sum(List<JsonNode> rows, ToLongFunction<JsonNode> of) {
        return rows.stream().mapToLong(of).sum();
    }
}
