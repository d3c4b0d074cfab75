package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.sluice.contracts.WithdrawalId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An instance in a process of its own is killed in the middle of deliveries. */
@ExtendWith(WebhookStage.Shared.class)
class WebhookCrashTest {

    private static final int EVENTS = 20;

    @Test
    void whatAKilledInstanceHadUnderWayIsSentAgainByAnotherAndNothingIsLost(WebhookStage stage)
            throws IOException {
        Site site = stage.site("Sandbox");
        List<WithdrawalId> opened = new ArrayList<>();
        List<String> ended;
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
            opened.add(open(process, site, 1));
            site.awaitStatus(opened.getFirst(), "withdrawal.created", "DELIVERED");
            // Within the time-out, and long enough for the process to die before the answer.
            site.partner().replies(_ -> new Partner.Reply(200, Duration.ofMillis(900), "thanks"));
            for (int i = 2; i <= EVENTS; i++) {
                opened.add(open(process, site, i));
            }
            Await.until(
                    () -> "all are under way, " + site.partner().received().size(),
                    () -> site.partner().received().size() == EVENTS);
            ended = delivered(site);
            process.kill();
        }
        site.partner().replies(_ -> Partner.Reply.OK);

        opened.forEach(id -> site.awaitStatus(id, "withdrawal.created", "DELIVERED"));
        Map<String, Long> arrivals =
                site.partner().received().stream()
                        .collect(groupingBy(Partner.Received::withdrawalId, counting()));
        assertThat(arrivals)
                .hasSize(EVENTS)
                .allSatisfy((_, times) -> assertThat(times).isLessThan(3));
        assertThat(
                        arrivals.entrySet().stream()
                                .filter(each -> each.getValue() == 2)
                                .map(Map.Entry::getKey))
                .as("what the killed process had under way came again, and nothing that had ended")
                .isNotEmpty()
                .doesNotContainAnyElementsOf(ended);
        assertThat(site.events("?deliveryStatus=DELIVERED"))
                .as("of which nothing is known but the attempt that ended")
                .hasSize(EVENTS)
                .allMatch(each -> each.path("attempts").asInt() == 1);
        assertThat(site.partner().received()).allMatch(one -> Site.verifies(one, site.secret()));
    }

    private static WithdrawalId open(ApiProcess process, Site site, int number) throws IOException {
        return WithdrawalId.of(
                Api.send(process.opening(site.apiKey(), Integer.toString(number)))
                        .at("withdrawalId"));
    }

    private static List<String> delivered(Site site) {
        return site.events("?deliveryStatus=DELIVERED").stream()
                .map(each -> each.at("/payload/withdrawal/id").asString())
                .toList();
    }
}
