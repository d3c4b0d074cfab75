package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.sluice.ingest.MutatedCallbacks.Due;
import io.sluice.ingest.MutatedCallbacks.Mutant;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** A hundred thousand mutated callbacks, over HTTP, through the whole service. */
final class FuzzTest {

    private static final long SEED = Long.getLong("sluice.fuzz.seed", 20_261_120);
    private static final int CALLBACKS = Integer.getInteger("sluice.fuzz.callbacks", 100_000);
    private static final int AT_ONCE = 48;
    private static final int MAX_FAILURES = 20;

    private static final Map<Due, Set<Integer>> ALLOWED =
            Map.of(
                    Due.REFUSED, Set.of(400, 401),
                    Due.UNREADABLE, Set.of(400),
                    Due.KEPT, Set.of(200),
                    Due.KEPT_OR_UNREADABLE, Set.of(200, 400));

    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, LongAdder> kept = new ConcurrentHashMap<>();

    @Test
    @Timeout(900)
    void noMutantIsBelievedAndNoneBreaksTheService() {
        DatabaseAddress database = Infrastructure.database("ingest-fuzz");
        MutatedCallbacks mutants = new MutatedCallbacks(SEED);
        ConnectionProvider connections = ConnectionProvider.create("fuzz", AT_ONCE);
        try (Ingest ingest = Ingest.start(database)) {
            HttpClient http = HttpClient.create(connections).host("localhost").port(ingest.port());
            Flux.range(0, CALLBACKS)
                    .map(_ -> mutants.next())
                    .flatMap(mutant -> send(http, mutant), AT_ONCE)
                    .blockLast(Duration.ofMinutes(14));
        } finally {
            connections.dispose();
        }
        assertThat(failures).as("seed " + SEED).isEmpty();
        long answeredAsKept = kept.values().stream().mapToLong(LongAdder::sum).sum();
        assertThat(Database.count(database, "SELECT count(*) FROM callback"))
                .isEqualTo(answeredAsKept);
        assertThat(kept.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        List.of(
                                "as it should be",
                                "flipped, then signed",
                                "praxis: as it should be"));
    }

    private Mono<Integer> send(HttpClient http, Mutant mutant) {
        return http.headers(headers -> mutant.headers().forEach(headers::set))
                .post()
                .uri(mutant.path())
                .send(Mono.just(Unpooled.wrappedBuffer(mutant.body())))
                .responseSingle(
                        (response, body) ->
                                body.then(Mono.fromSupplier(() -> response.status().code())))
                .doOnNext(status -> note(mutant, status))
                .onErrorResume(
                        failure -> {
                            fail(mutant, failure.toString());
                            return Mono.empty();
                        });
    }

    private void note(Mutant mutant, int status) {
        if (!Objects.requireNonNull(ALLOWED.get(mutant.due())).contains(status)) {
            fail(mutant, "answered " + status);
        }
        if (status == 200) {
            kept.computeIfAbsent(mutant.kind(), _ -> new LongAdder()).increment();
        }
    }

    private void fail(Mutant mutant, String what) {
        if (failures.size() < MAX_FAILURES) {
            failures.add(
                    mutant.kind()
                            + ": "
                            + what
                            + " (expected: "
                            + mutant.due()
                            + "): "
                            + new String(mutant.body(), StandardCharsets.UTF_8)
                            + " "
                            + mutant.headers());
        }
    }
}
