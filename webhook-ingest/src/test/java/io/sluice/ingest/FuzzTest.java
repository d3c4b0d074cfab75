package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Mutated callbacks: a hundred thousand through the service's whole HTTP chain, database included,
 * and some of them over real connections, as one request after another without waiting.
 */
final class FuzzTest {

    private static final long SEED = Long.getLong("sluice.fuzz.seed", 20_261_120);
    private static final int CALLBACKS = Integer.getInteger("sluice.fuzz.callbacks", 100_000);
    private static final int SENDERS = 200;
    private static final int CONNECTIONS = 20;
    private static final int OVER_EACH_CONNECTION = 200;
    private static final int FAILURES_SHOWN = 20;
    private static final Duration SENT_WITHIN = Duration.ofMinutes(4);

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failed = new AtomicInteger();
    private final LongAdder answered = new LongAdder();
    private final LongAdder kept = new LongAdder();

    @Test
    @Timeout(300)
    void noMutantIsBelievedAndNoneBreaksTheService() {
        DatabaseAddress database = Infrastructure.database("ingest-fuzz");
        SplittableRandom seeds = new SplittableRandom(SEED);
        try (Ingest ingest = Ingest.start(database)) {
            HttpHandler webhooks = ingest.webhooks();
            Flux.range(0, SENDERS)
                    .map(_ -> mutants(seeds.split(), CALLBACKS / SENDERS))
                    .flatMap(mutants -> sender(webhooks, mutants), SENDERS)
                    .blockLast();
            overConnections(ingest.port(), seeds);
        }
        assertThat(failures).as("seed " + SEED + ": " + failed + " failures").isEmpty();
        assertThat(answered.sum())
                .isEqualTo(CALLBACKS / SENDERS * SENDERS + CONNECTIONS * OVER_EACH_CONNECTION);
        assertThat(Database.count(database, "SELECT count(*) FROM callback"))
                .as("what was answered 200 is there, and nothing else")
                .isEqualTo(kept.sum());
    }

    /** One after the other; among the senders, many at once. */
    private Mono<Void> sender(HttpHandler webhooks, Stream<Mutant> mutants) {
        return Flux.fromStream(mutants)
                .concatMap(
                        mutant -> through(webhooks, mutant).subscribeOn(Schedulers.parallel()), 0)
                .then()
                .timeout(SENT_WITHIN);
    }

    private Mono<Void> through(HttpHandler webhooks, Mutant mutant) {
        MockServerHttpRequest.BodyBuilder request = MockServerHttpRequest.post(mutant.path());
        mutant.headers()
                .lines()
                .forEach(
                        line -> {
                            String[] nameAndValue = line.split(": ", 2);
                            request.header(nameAndValue[0], nameAndValue[1]);
                        });
        MockServerHttpResponse response = new MockServerHttpResponse();
        request.contentLength(mutant.body().length);
        DataBuffer body = DefaultDataBufferFactory.sharedInstance.wrap(mutant.body());
        return webhooks.handle(request.body(Mono.just(body)), response)
                .doOnSuccess(
                        _ ->
                                note(
                                        mutant,
                                        Objects.requireNonNull(response.getStatusCode()).value()));
    }

    private void overConnections(int port, SplittableRandom seeds) {
        try (ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                Iterator<Mutant> mutants = mutants(seeds.split(), OVER_EACH_CONNECTION).iterator();
                connections.execute(
                        () -> {
                            try {
                                Pipeline.run(port, mutants, Mutant::request, this::note);
                            } catch (IOException | RuntimeException e) {
                                fail("connection: " + e);
                            }
                        });
            }
        }
    }

    private static Stream<Mutant> mutants(SplittableRandom random, int count) {
        MutatedCallbacks callbacks = new MutatedCallbacks(random);
        MutatedNotices notices = new MutatedNotices(random);
        return Stream.generate(() -> random.nextInt(4) == 0 ? notices.next() : callbacks.next())
                .limit(count);
    }

    private void note(Mutant mutant, int status) {
        answered.increment();
        if (status == 200) {
            kept.increment();
        }
        if (!mutant.due().allows(status)) {
            fail("answered " + status + ": " + mutant);
        }
    }

    private void fail(String what) {
        if (failed.incrementAndGet() <= FAILURES_SHOWN) {
            failures.add(what);
        }
    }
}
