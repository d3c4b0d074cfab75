package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.WithdrawalId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An instance in a process of its own is killed in the middle of deliveries. */
@ExtendWith(WebhookStage.Shared.class)
class WebhookCrashTest {

    private static final int EVENTS = 20;
    private static final Duration QUIET = Duration.ofSeconds(2);

    @Test
    void whatAKilledInstanceHadUnderWayIsSentAgainByAnotherAndNothingIsLost(WebhookStage stage)
            throws IOException {
        Site site = stage.site("Sandbox");
        // Within the time-out, and long enough for the process to die before the answer.
        site.partner().replies(_ -> new Partner.Reply(200, Duration.ofMillis(900), "thanks"));
        List<WithdrawalId> opened = new ArrayList<>();
        try (ApiProcess process = ApiProcess.start(stage.api().database())) {
            Await.until(
                    () -> "the process knows " + site.key(),
                    () ->
                            Api.send(
                                                    process.request("/external/events")
                                                            .header(
                                                                    "Authorization",
                                                                    "Bearer " + site.apiKey())
                                                            .GET())
                                            .status()
                                    == 200);
            for (int i = 1; i <= EVENTS; i++) {
                opened.add(
                        WithdrawalId.of(
                                Api.send(process.opening(site.apiKey(), Integer.toString(i)))
                                        .at("withdrawalId")));
            }
            Await.until(
                    () -> "all are under way, " + site.partner().received().size(),
                    () -> site.partner().received().size() == EVENTS);
            process.kill();
        }
        site.partner().replies(_ -> Partner.Reply.OK);
        int others = deliveredOnceQuiet(site);

        opened.forEach(id -> site.awaitStatus(id, "withdrawal.created", "DELIVERED"));
        assertThat(site.partner().received().size() - EVENTS)
                .as("all that the killed process had under way came again, and nothing else")
                .isEqualTo(EVENTS - others)
                .isPositive();
        assertThat(site.events("?deliveryStatus=DELIVERED"))
                .as("of which nothing is known but the attempt that ended")
                .hasSize(EVENTS)
                .allMatch(each -> each.path("attempts").asInt() == 1);
        assertThat(site.partner().received()).allMatch(one -> Site.verifies(one, site.secret()));
    }

    /** What ended before the kill, or was under way in the other instance: known well before a lease ends. */
    private static int deliveredOnceQuiet(Site site) {
        int known = -1;
        long since = System.nanoTime();
        while (System.nanoTime() - since < QUIET.toNanos()) {
            int delivered = site.events("?deliveryStatus=DELIVERED").size();
            if (delivered != known) {
                known = delivered;
                since = System.nanoTime();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        return known;
    }
}
