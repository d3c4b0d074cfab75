package io.sluice.sandbox.delivery;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends callbacks over a bounded pool of kept connections.
 *
 * <p>Callbacks of one lane (a payout) go out one after the other: the next waits until the one
 * before it has been accepted or given up. Lanes do not wait for each other.
 */
public final class Deliveries implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Deliveries.class);

    private final CallbackSettings settings;
    private final Clock clock;
    private final ConnectionProvider connections;
    private final HttpClient client;
    private final Scheduler timer = Schedulers.newSingle("callback-pauses", true);
    private final Map<Object, Lane> lanes = new ConcurrentHashMap<>();
    private final Queue<Lane> ready = new ConcurrentLinkedQueue<>();
    private final Semaphore permits;

    public Deliveries(CallbackSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.permits = new Semaphore(settings.connections());
        this.connections =
                ConnectionProvider.builder("callbacks")
                        .maxConnections(settings.connections())
                        .pendingAcquireMaxCount(settings.connections())
                        .pendingAcquireTimeout(Duration.ofSeconds(30))
                        .maxIdleTime(Duration.ofSeconds(20))
                        .build();
        this.client =
                HttpClient.create(connections)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(settings.connectTimeout().toMillis()))
                        .responseTimeout(settings.responseTimeout())
                        .disableRetry(true);
    }

    /** Puts callbacks at the end of a lane. Returns at once. */
    public void send(Object lane, Collection<? extends Callback> callbacks) {
        if (callbacks.isEmpty()) {
            return;
        }
        lanes.compute(
                lane,
                (key, running) -> {
                    Lane target = running == null ? new Lane(key) : running;
                    target.waiting.addAll(callbacks);
                    if (running == null) {
                        ready.add(target);
                    }
                    return target;
                });
        startMore();
    }

    /** Callbacks' lanes that are not empty. */
    public int backlog() {
        return lanes.size();
    }

    @Override
    public void close() {
        timer.dispose();
        connections.dispose();
    }

    /** Whoever adds a lane or gives a permit back calls this, so no lane is left lying. */
    private void startMore() {
        while (!ready.isEmpty() && permits.tryAcquire()) {
            Lane lane = ready.poll();
            if (lane == null) {
                permits.release();
            } else {
                start(lane);
            }
        }
    }

    private void start(Lane lane) {
        Callback callback = lane.waiting.peek();
        if (callback == null) {
            permits.release();
            return;
        }
        attempt(callback)
                .subscribe(
                        result -> finished(lane, callback, result),
                        failure -> finished(lane, callback, new Result(0, false)));
    }

    private Mono<Result> attempt(Callback callback) {
        return Mono.defer(
                () -> {
                    Callback.Attempt attempt = callback.attempt(clock.instant());
                    return client.headers(h -> attempt.headers().forEach(h::set))
                            .post()
                            .uri(callback.address())
                            .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(attempt.body())))
                            .responseSingle(
                                    (response, body) ->
                                            body.asString()
                                                    .defaultIfEmpty("")
                                                    .map(text -> answer(response, text)))
                            .map(
                                    answer ->
                                            new Result(
                                                    answer.status(), callback.acceptedBy(answer)));
                });
    }

    private static Callback.Answer answer(HttpClientResponse response, String body) {
        Map<String, String> headers = new HashMap<>();
        response.responseHeaders()
                .forEach(h -> headers.put(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
        return new Callback.Answer(response.status().code(), headers, body);
    }

    private void finished(Lane lane, Callback callback, Result result) {
        permits.release();
        int attempts = lane.attempts.incrementAndGet();
        if (result.accepted || attempts >= settings.attempts()) {
            Callback.Progress progress =
                    result.accepted ? Callback.Progress.DELIVERED : Callback.Progress.DEAD;
            callback.attempted(attempts, result.status, progress);
            if (progress == Callback.Progress.DEAD) {
                log.warn(
                        "callback given up after {} attempts, last status {}",
                        attempts,
                        result.status);
            }
            advance(lane);
        } else {
            callback.attempted(attempts, result.status, Callback.Progress.FAILED);
            timer.schedule(
                    () -> {
                        ready.add(lane);
                        startMore();
                    },
                    settings.pauseAfter(attempts).toMillis(),
                    TimeUnit.MILLISECONDS);
        }
        startMore();
    }

    private void advance(Lane lane) {
        lanes.compute(
                lane.key,
                (_, running) -> {
                    lane.waiting.poll();
                    lane.attempts.set(0);
                    return lane.waiting.isEmpty() ? null : lane;
                });
        if (!lane.waiting.isEmpty()) {
            ready.add(lane);
        }
    }

    private record Result(int status, boolean accepted) {}

    /** Only its holder (the attempt in flight, or the pause after it) touches the head and the count. */
    private static final class Lane {
        private final Object key;
        private final Queue<Callback> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicInteger attempts = new AtomicInteger();

        private Lane(Object key) {
            this.key = key;
        }
    }
}
