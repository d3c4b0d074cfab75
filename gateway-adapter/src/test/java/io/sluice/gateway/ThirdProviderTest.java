package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.domain.PayoutState;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

@Execution(ExecutionMode.SAME_THREAD)
class ThirdProviderTest {

    private static final Path ROOT = Path.of(System.getProperty("sluice.root", ".."));
    private static final Path ROOM =
            ROOT.resolve("gateway-adapter/src/test/java/io/sluice/gateway/adapter/provider/third");

    @Test
    void aRoomAndASettingsBlockMakeAProvider() {
        Platform platform = Platform.shared();

        PayoutId payout = platform.authorize(4001, "third");

        platform.awaitState(payout, PayoutState.SENT);
        assertThat(platform.awaitFacts(payout, 1)).hasSize(1);
    }

    @Test
    void aSlowProviderHoldsUpNoOtherAndGetsNoMoreThanItsLimitAtATime() {
        Platform platform = Platform.shared();
        platform.third().answerAfter(Duration.ofSeconds(2));
        List<PayoutId> slow =
                IntStream.range(0, 9).mapToObj(i -> platform.authorize(4100 + i, "third")).toList();
        Instant begun = Instant.now();
        List<PayoutId> others =
                IntStream.range(0, 30)
                        .mapToObj(i -> platform.authorize(4200 + i, "praxis"))
                        .toList();

        others.forEach(payout -> platform.awaitState(payout, PayoutState.SENT));

        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
        platform.third().answerAfter(Duration.ZERO);
        slow.forEach(payout -> platform.awaitState(payout, PayoutState.SENT));
        assertThat(platform.third().mostAtATime()).isEqualTo(3);
    }

    @Test
    void theRoomIsSmallAndTheGuideNamesEachOfItsFiles() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/adding-a-provider.md"));
        List<Path> files;
        try (Stream<Path> all = Files.list(ROOM)) {
            files = all.toList();
        }
        long lines = 0;
        for (Path file : files) {
            lines +=
                    Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                            .filter(line -> !line.isBlank() && !line.startsWith("import "))
                            .count();
            String kind = file.getFileName().toString().replace("Third", "").replace(".java", "");
            assertThat(guide).contains(kind.equals("package-info") ? kind : "<Name>" + kind);
        }
        assertThat(lines).isLessThan(150);
    }
}
