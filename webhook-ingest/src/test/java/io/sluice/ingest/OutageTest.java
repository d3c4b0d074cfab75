package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

/**
 * What a provider is told while the database is away, silent or slow: one after the other, since a
 * line that is cut does not hang.
 */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutageTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final DatabaseAddress database = Infrastructure.database("ingest-outage");
    private PostgresGate gate;
    private Ingest ingest;

    @BeforeAll
    void start() throws IOException {
        gate = new PostgresGate(database);
        ingest = Ingest.start(database, gate.springProperty());
        awaitKept();
    }

    @AfterAll
    void stop() throws IOException {
        ingest.close();
        gate.close();
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void withoutADatabaseAProviderIsToldInTimeToSendAgain() {
        Payout payout = Payout.opened("pientegra");
        Topic.write(payout.submitted());
        String body = Pientegra.sent(payout.reference());
        Praxis.Notice notice = Praxis.payout("order-1", "approved", Instant.now());

        gate.goAway();
        assertThat(sent(body).statusCode()).isEqualTo(503);
        HttpResponse<String> praxis = ingest.post(Praxis.PATH, notice.body(), notice.headers());
        assertThat(praxis.statusCode()).isEqualTo(503);
        assertThat(praxis.body()).startsWith("{\"status\":-1,");
        assertThat(praxis.headers().firstValue("Gt-Authentication")).isPresent();
        assertThat(ingest.post(Pientegra.PATH, body, Pientegra.signed("x")).statusCode())
                .as("a forged one still is one")
                .isEqualTo(401);
        gate.comeBack();
        awaitKept();

        assertThat(sent(body).statusCode()).isEqualTo(200);
        await().atMost(SOON).untilAsserted(() -> assertThat(payout.facts()).hasSize(1));
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void aDatabaseThatHangsIsNotWaitedFor() {
        gate.hang();
        assertThat(sent(Pientegra.sent("r-hang")).statusCode()).isEqualTo(503);
        gate.moveOn();
        awaitKept();
    }

    private void awaitKept() {
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(sent(Pientegra.sent("other")).statusCode())
                                        .isEqualTo(200));
    }

    private HttpResponse<String> sent(String body) {
        long started = System.nanoTime();
        HttpResponse<String> answer =
                Ingest.post(
                        ingest.port(),
                        Pientegra.PATH,
                        body.getBytes(UTF_8),
                        Pientegra.signed(body));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(BOUND);
        return answer;
    }
}
