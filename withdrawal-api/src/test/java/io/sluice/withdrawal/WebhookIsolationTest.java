package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.WithdrawalId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Endpoints of the worst kind, each with a long queue, beside a good one. */
@ExtendWith(WebhookStage.Shared.class)
class WebhookIsolationTest {

    private static final int BACKLOG = 1_000;
    private static final int EVENTS = 30;

    /** What an endpoint that does not fail yet may have open; and what one that does. */
    private static final int ROOM = 64;

    private static final int CAREFUL_ROOM = 4;

    @Test
    void deadAndSlowEndpointsDelayNoOtherAndCostFewConnections(WebhookStage stage) {
        try (RawServer hanging = new RawServer(RawServer.SILENT);
                RawServer trickling =
                        new RawServer(
                                out -> {
                                    for (int i = 0; i < 1_000; i++) {
                                        RawServer.write(out, "H");
                                        pause(200);
                                    }
                                });
                RawServer endless =
                        new RawServer(
                                out -> {
                                    RawServer.write(out, "HTTP/1.1 500 No\r\n\r\n");
                                    while (true) {
                                        RawServer.write(out, "x".repeat(10_000));
                                    }
                                })) {
            List<Site> bad = new ArrayList<>();
            for (String url :
                    List.of(
                            hanging.url(),
                            trickling.url(),
                            endless.url(),
                            "http://localhost:1/refused")) {
                Site site = stage.site("Sandbox");
                site.set("webhook_url", "'" + url + "'");
                queue(stage, site);
                bad.add(site);
            }
            Await.until(
                    () -> "all of them fail",
                    () -> bad.stream().allMatch(site -> attempts(stage, site) > CAREFUL_ROOM));

            Site good = stage.site("Sandbox");
            long start = System.nanoTime();
            for (int i = 1; i <= EVENTS; i++) {
                WithdrawalId id = good.open(i);
                good.awaitTypes(id, "withdrawal.created");
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(took).as("one after the other").isLessThan(Duration.ofSeconds(6));
            assertThat(hanging.mostOpen()).isBetween(1, ROOM);
            assertThat(trickling.mostOpen()).isBetween(1, ROOM);
            Await.until(
                    () -> "few connections: " + hanging.open() + ", " + trickling.open(),
                    () -> hanging.open() <= CAREFUL_ROOM && trickling.open() <= CAREFUL_ROOM);
            for (Site site : bad) {
                assertThat(attempts(stage, site))
                        .as("a dead endpoint is not run against")
                        .isLessThan(BACKLOG);
                site.set("disabled_at", "now()");
            }
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static void queue(WebhookStage stage, Site site) {
        stage.api()
                .execute(
                        """
                        WITH made AS (
                          INSERT INTO partner_event (event_id, application_key, sequence, event_type, occurred_at, body)
                          SELECT gen_random_uuid(), '%1$s', 1, 'withdrawal.created', now(), '{}'
                          FROM generate_series(1, %2$d) RETURNING event_id)
                        INSERT INTO webhook_delivery (event_id, application_key, sequence)
                        SELECT event_id, '%1$s', 1 FROM made
                        """
                                .formatted(site.key(), BACKLOG));
    }

    private static int attempts(WebhookStage stage, Site site) {
        return Integer.parseInt(
                stage.api()
                        .query(
                                "SELECT coalesce(sum(attempts), 0) FROM webhook_delivery WHERE application_key = '%s'"
                                        .formatted(site.key()))
                        .getFirst());
    }
}
