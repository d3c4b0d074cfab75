package io.sluice.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.r2dbc.spi.ConnectionFactories;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.r2dbc.core.DatabaseClient;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The platform with TLS, logins and the least rights; what becomes of those who have others, and of a
 * later release beside it.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SecuredPlatformTest {

    private static final Path DATA = Path.of("target", "secured-platform");

    /** Start-up caches and optimised code are made for more than one short run. */
    private static final Map<String, String> FOR_ONE_START =
            Map.of("SLUICE_TRAINING", "off", "JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");

    private static final Duration READY_WITHIN = Duration.ofSeconds(90);

    /** What a release that only expands may do, to each of its tables. */
    private static final String EXPANSION =
            """
            DO $$
            DECLARE
              each regclass;
            BEGIN
              FOR each IN
                SELECT oid::regclass FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                  AND NOT relispartition AND relname <> 'flyway_schema_history'
              LOOP
                EXECUTE format('ALTER TABLE %s ADD COLUMN added_by_next_release text DEFAULT ''new''', each);
              END LOOP;
            END
            $$
            """;

    private final List<StartedService> started = new ArrayList<>();
    private RunningPlatform platform;

    @BeforeAll
    @Timeout(600)
    void start() {
        platform = RunningPlatform.secured(DATA, FOR_ONE_START);
    }

    @AfterAll
    void stop() {
        started.forEach(StartedService::close);
        platform.close();
    }

    @Test
    void theDemoPaysOutWhileALaterReleaseExpandsTheDatabasesAndWorksBesideThisOne() {
        StartedService later =
                start(
                        "ledger-service",
                        "later",
                        StartedService.withMigration(DATA.resolve("expansion"), EXPANSION));
        await().atMost(READY_WITHIN).until(() -> later.output().contains("partitions assigned: ["));

        CompletableFuture<RunningPlatform.Ended> demo =
                CompletableFuture.supplyAsync(() -> platform.command("demo"));
        // By then the services hold prepared statements.
        await().atMost(READY_WITHIN)
                .until(() -> platform.commandOutput().contains("webhook withdrawal.sent"));
        List.of("withdrawal_api", "gateway_adapter", "webhook_ingest").forEach(this::expand);

        RunningPlatform.Ended ended = demo.join();
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("signature verified", "partner's webhooks");
        RunningPlatform.Ended deadLetters = platform.command("dlt", "list");
        assertThat(deadLetters.exitCode()).as(deadLetters.output()).isZero();
        assertThat(deadLetters.output()).contains("No dead letters.");
        assertThat(later.process().isAlive()).isTrue();
        assertThat(later.output()).contains("to version \\\"9000 - next release\\\"");
    }

    private void expand(String database) {
        DatabaseClient owner =
                DatabaseClient.create(
                        ConnectionFactories.get(
                                "r2dbc:postgresql://%s_owner:%s@localhost:%d/%s?sslMode=verify-full&sslRootCert=%s"
                                        .formatted(
                                                database,
                                                platform.secret("password." + database + "_owner"),
                                                platform.portOf(15432),
                                                database,
                                                platform.authority())));
        owner.sql(EXPANSION).then().block(Duration.ofSeconds(10));
    }

    @Test
    void theOuterServicesSpeakHttpsAlone() {
        HttpRequest inTheClear =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://localhost:"
                                                + platform.portOf(8080)
                                                + "/actuator/health/readiness"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(
                            () -> client.send(inTheClear, HttpResponse.BodyHandlers.ofString()));
        }
    }

    @Test
    void aServiceWithTheWrongRoleEndsWithOneClearLine() {
        StartedService asAnother =
                start(
                        "webhook-ingest",
                        "another",
                        Map.of(
                                "SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG",
                                StartedService.login(platform, "withdrawal-api")));
        Map<String, String> asItself =
                StartedService.withMigration(
                        DATA.resolve("alteration"), "ALTER TABLE callback ADD COLUMN more text");
        asItself.put("SPRING_FLYWAY_USER", "webhook_ingest");
        asItself.put("SPRING_FLYWAY_PASSWORD", platform.secret("password.webhook_ingest"));
        StartedService migrating = start("webhook-ingest", "migrating", asItself);

        assertThat(asAnother.lastWords())
                .contains(
                        "Kafka refuses webhook-ingest: may not",
                        "read payouts.v1",
                        "write payout-claims.v1",
                        "join group webhook-ingest");
        assertThat(migrating.lastWords())
                .contains(
                        "PostgreSQL refuses the migrations' role webhook_ingest:",
                        "must be owner of table callback");
    }

    private StartedService start(String service, String name, Map<String, String> differs) {
        StartedService start =
                StartedService.start(platform, service, DATA.resolve(name + ".log"), differs);
        started.add(start);
        return start;
    }
}
