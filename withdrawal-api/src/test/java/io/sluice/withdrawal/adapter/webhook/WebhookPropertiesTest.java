package io.sluice.withdrawal.adapter.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

class WebhookPropertiesTest {

    private final WebhookProperties usual =
            new Binder(new MapConfigurationPropertySource(Map.of()))
                    .bindOrCreate("sluice.webhooks", WebhookProperties.class);

    @Test
    void theUsualScheduleIsThatOfTheDocumentAndLastsAboutThreeDays() throws IOException {
        String schedule =
                usual.schedule().stream()
                        .map(WebhookPropertiesTest::text)
                        .collect(Collectors.joining(", "));

        assertThat(
                        Files.readString(
                                Path.of(
                                        System.getProperty("sluice.root", ".."),
                                        "docs",
                                        "webhooks.md")))
                .contains("| `schedule` | `" + schedule + "` |")
                .contains("| `timeout` | `" + text(usual.timeout()) + "` |")
                .contains("`" + text(usual.maxRetryAfter()) + "`");
        assertThat(usual.schedule().stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofHours(72), Duration.ofHours(80));
        assertThat(usual.timeout()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    @Test
    void byDefaultNothingInsideANetworkIsDialled() {
        assertThat(usual.allowPrivateAddresses()).isFalse();
    }

    private static String text(Duration duration) {
        if (duration.toMinutesPart() == 0 && duration.toHours() > 0) {
            return duration.toHours() + "h";
        }
        return duration.toSeconds() % 60 == 0
                ? duration.toMinutes() + "m"
                : duration.toSeconds() + "s";
    }
}
