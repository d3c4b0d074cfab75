package io.sluice.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Metrics, dashboards and alerts against a real Prometheus that scrapes the running platform: no
 * panel and no alert asks for what nobody measures.
 */
@ExtendWith(OnePlatform.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MonitoringTest {

    private static final Path ROOT = Path.of(System.getProperty("sluice.root", ".."));
    private static final Path RULES = ROOT.resolve("deploy/prometheus/rules");
    private static final Path TESTS = ROOT.resolve("deploy/prometheus/tests");
    private static final Path BOARDS = ROOT.resolve("deploy/grafana/dashboards");
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
    private static final Pattern RUNBOOK = Pattern.compile("runbook_url: (\\S+)");
    private static final Pattern METRIC =
            Pattern.compile("\\b((?:sluice|http|jvm|kafka|r2dbc|process|logback)_[a-z0-9_]+)\\b");

    /** There once a provider's statement was compared, which the ledger's own tests see. */
    private static final String AFTER_A_STATEMENT = "sluice_ledger_reconciliation_breaks";

    private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");

    /**
     * @param legend names the labels that its series must have
     */
    private record Query(String panel, String expression, String legend) {}

    private final Outside outside = new Outside();
    private Prometheus prometheus;

    @BeforeAll
    void scrapeAPlatformAtWork() {
        assumeTrue(
                Prometheus.program("prometheus").isPresent()
                        && Prometheus.program("promtool").isPresent(),
                "needs Prometheus and promtool (Debian: apt-get install prometheus)");
        prometheus = Prometheus.start();
        String user = "measured-" + UUID.randomUUID();
        outside.fund(user, 1_000_000);
        outside.post(
                8083, "/webhooks/pientegra/demo", "", "{}", "Pientegra-Signature", "t=1,v1=00");
        List<String> sent = new ArrayList<>();
        for (String amount : List.of("1000", "1002", "1004", "90000000")) {
            sent.add(outside.openedId(user, amount));
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () ->
                                assertThat(
                                                prometheus.query(
                                                        "sum by (outcome)"
                                                                + " (sluice_withdrawals_ended_total)"))
                                        .hasSizeGreaterThanOrEqualTo(3));
    }

    @AfterAll
    void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    @Test
    void everyPanelShowsWhatItNames() throws IOException {
        List<Query> queries = queries();
        assertThat(queries).hasSizeGreaterThan(50);

        // A rate needs two scrapes of a series, and the last ones began with the last withdrawal.
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(
                        () -> assertThat(queries).filteredOn(each -> !isShown(each)).isEmpty());
    }

    private boolean isShown(Query query) {
        List<JsonNode> series = prometheus.query(query.expression());
        return !series.isEmpty()
                && LABEL.matcher(query.legend())
                        .results()
                        .allMatch(
                                label ->
                                        series.stream()
                                                .allMatch(
                                                        one ->
                                                                one.path("metric")
                                                                        .has(label.group(1))));
    }

    @Test
    void everyMetricOfAnAlertExists() throws IOException {
        String rules = text(RULES);
        Set<String> named = new TreeSet<>();
        Matcher metric = METRIC.matcher(rules);
        while (metric.find()) {
            named.add(metric.group(1));
        }
        assertThat(named).hasSizeGreaterThan(15).contains(AFTER_A_STATEMENT);
        named.remove(AFTER_A_STATEMENT);

        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(prometheus.metrics()).containsAll(named));
    }

    @Test
    void theAlertsFireAndAreSilentAsTheirTestsSay() throws Exception {
        assertThat(promtool("check", "rules", RULES + "/slo.yml", RULES + "/alerts.yml"))
                .as("check rules")
                .isZero();
        assertThat(promtool("test", "rules", TESTS + "/alerts.yml", TESTS + "/slow-burns.yml"))
                .as("test rules")
                .isZero();
        String tests = text(TESTS);
        Matcher alert = ALERT.matcher(text(RULES));
        while (alert.find()) {
            assertThat(tests)
                    .contains(
                            "- name: " + alert.group(1) + " fires",
                            "- name: " + alert.group(1) + " is silent");
        }
        Matcher runbook = RUNBOOK.matcher(text(RULES));
        while (runbook.find()) {
            assertThat(ROOT.resolve(runbook.group(1))).isRegularFile();
        }
    }

    @Test
    void metricsFollowTheConventions() throws Exception {
        for (int port : Prometheus.JOBS.values()) {
            Path scraped = Files.createTempFile(Path.of("target"), "scraped-", ".txt");
            Files.writeString(scraped, outside.get(port, "/actuator/prometheus", "").text());
            Path printed = Files.createTempFile(Path.of("target"), "lint-", ".txt");
            int exit =
                    new ProcessBuilder(program("promtool"), "check", "metrics")
                            .redirectInput(scraped.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(printed.toFile())
                            .start()
                            .waitFor();
            assertThat(exit).as("port %d: %s", port, Files.readString(printed)).isZero();
        }
    }

    private static int promtool(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program("promtool")));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static String program(String name) {
        return Prometheus.program(name).orElseThrow().toString();
    }

    private static List<Query> queries() throws IOException {
        List<Query> found = new ArrayList<>();
        for (Path board : files(BOARDS)) {
            for (JsonNode panel : JsonMapper.shared().readTree(board.toFile()).path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    found.add(
                            new Query(
                                    board.getFileName() + ": " + panel.path("title").stringValue(),
                                    target.path("expr").stringValue(),
                                    target.path("legendFormat").stringValue()));
                }
            }
        }
        return found;
    }

    private static String text(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files(folder)) {
            text.append(Files.readString(file));
        }
        return text.toString();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
