package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.application.Payouts;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.PayoutState;

import org.junit.jupiter.api.Test;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

class ThirdProviderTest {

    private static final Path ROOT = Path.of(System.getProperty("sluice.root", ".."));
    private static final Path ROOM =
            ROOT.resolve("gateway-adapter/src/test/java/io/sluice/gateway/adapter/provider/third");

    @Test
    void aRoomAndASettingsBlockMakeAProvider() {
        DisposableServer server =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(0)
                        .route(
                                routes ->
                                        routes.put(
                                                        "/payouts/{key}",
                                                        (_, response) ->
                                                                response.status(200).send())
                                                .get(
                                                        "/payouts/{key}",
                                                        (_, response) ->
                                                                response.sendString(
                                                                        Mono.just("paid"))))
                        .bindNow();
        try (Platform platform =
                new Platform(
                        "sluice.providers.third.enabled=true",
                        "sluice.providers.third.base-url=http://127.0.0.1:" + server.port(),
                        "sluice.providers.third.use.expected-within=300ms")) {
            PayoutId payout = platform.authorize(500, "third");

            await().atMost(Platform.PATIENCE)
                    .untilAsserted(
                            () -> {
                                Payout found =
                                        platform.bean(Payouts.class)
                                                .find(payout)
                                                .block(Duration.ofSeconds(5));
                                assertThat(found).isNotNull();
                                assertThat(Objects.requireNonNull(found).state())
                                        .isEqualTo(PayoutState.SENT);
                            });
        } finally {
            server.disposeNow();
        }
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
