package io.sluice.verification.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Partners that open withdrawals, and hear of them. A withdrawal's time counts from the moment at
 * which its POST was due to the arrival of its {@code withdrawal.sent}.
 */
final class Withdrawing implements PartnerEndpoint.Listener, AutoCloseable {

    static final int CREATED = 201;

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int MOST_UNSENT_KEPT = 2_000_000;
    private static final String API_KEY = "Bearer sk_test_demo_c2x1aWNlLWRlbW8ta2V5";
    private static final String ID = "\"withdrawalId\":\"";
    private static final int ID_LENGTH = 36;
    private static final long HEARD = -1;

    private final String[] users;
    private final ConnectionProvider connections;
    private final LoopResources loop = LoopResources.create("partners", 1, true);
    private final HttpClient http;
    private final SplittableRandom random;
    private final Map<String, Long> dueById = new ConcurrentHashMap<>();
    private final Map<String, Long> sentBeforeAnswer = new ConcurrentHashMap<>();
    private final LongAdder created = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder otherEvents = new LongAdder();
    private final Map<String, Long> heardMillis = new ConcurrentHashMap<>();
    private volatile Histogram toSent = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private volatile @Nullable Course course;

    Withdrawing(int port, int connections, String[] users, long seed) {
        this.users = users.clone();
        this.random = new SplittableRandom(seed);
        this.connections =
                ConnectionProvider.builder("partners")
                        .maxConnections(connections)
                        .pendingAcquireMaxCount(-1)
                        .build();
        this.http =
                HttpClient.create(this.connections).runOn(loop).baseUrl("http://localhost:" + port);
    }

    /** Forgets the times so far; what is under way counts where it ends. */
    void beginWindow() {
        toSent = new ConcurrentHistogram(LONGEST_MICROS, 3);
        heardMillis.clear();
    }

    /** Tells it from now on what each withdrawal took. */
    void tell(Course whom) {
        course = whom;
    }

    /** When each {@code withdrawal.sent} arrived since the window began, in epoch milliseconds. */
    Map<String, Long> heardMillis() {
        return heardMillis;
    }

    /** From due to {@code withdrawal.sent}, in microseconds, since the window began. */
    Histogram toSent() {
        return toSent;
    }

    long accepted() {
        return created.sum();
    }

    /** Distinct withdrawals whose {@code withdrawal.sent} arrived. */
    long sent() {
        return sent.sum();
    }

    /** {@code withdrawal.sent} that came again: allowed, since delivery is at least once. */
    long repeated() {
        return repeated.sum();
    }

    long otherEvents() {
        return otherEvents.sum();
    }

    /**
     * Opens one.
     *
     * @param due on {@link System#nanoTime}
     * @return the answer's status
     */
    Mono<Integer> open(long due) {
        byte[] body = body();
        return http.headers(Withdrawing::headers)
                .post()
                .uri("/external/withdrawals")
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .responseSingle(
                        (answer, content) ->
                                content.map(bytes -> answered(answer.status().code(), bytes, due))
                                        .defaultIfEmpty(answer.status().code()));
    }

    private int answered(int status, ByteBuf content, long due) {
        if (status == CREATED) {
            String text = content.toString(StandardCharsets.UTF_8);
            int at = text.indexOf(ID) + ID.length();
            String id = text.substring(at, at + ID_LENGTH);
            created.increment();
            Long arrived = sentBeforeAnswer.remove(id);
            if (arrived == null) {
                dueById.put(id, due);
                arrived = sentBeforeAnswer.remove(id);
            }
            Optional.ofNullable(arrived).ifPresent(nanos -> count(id, due, nanos));
        }
        return status;
    }

    @Override
    public void heard(String eventType, String withdrawalId, long nanos) {
        if (!eventType.equals("withdrawal.sent")) {
            otherEvents.increment();
            return;
        }
        Long due = dueById.get(withdrawalId);
        if (due != null) {
            count(withdrawalId, due, nanos);
        } else if (sentBeforeAnswer.size() < MOST_UNSENT_KEPT) {
            sentBeforeAnswer.put(withdrawalId, nanos);
            Long late = dueById.get(withdrawalId);
            if (late != null && sentBeforeAnswer.remove(withdrawalId) != null) {
                count(withdrawalId, late, nanos);
            }
        }
    }

    private void count(String id, long due, long nanos) {
        @Nullable Long known = dueById.put(id, HEARD);
        if (known != null && known == HEARD) {
            repeated.increment();
            return;
        }
        sent.increment();
        heardMillis.put(id, System.currentTimeMillis());
        long took = Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos - due), 0, LONGEST_MICROS);
        toSent.recordValue(took);
        Optional.ofNullable(course).ifPresent(told -> told.took(due, took));
    }

    private byte[] body() {
        String user;
        long amount;
        synchronized (random) {
            user = users[random.nextInt(users.length)];
            // Ends in 00: sent at once.
            amount = 100L * random.nextInt(1, 1_000);
        }
        return ("{\"externalUserId\":\""
                        + user
                        + "\",\"amount\":\""
                        + amount
                        + "\",\"currency\":\"TRY\",\"targetIban\":\"TR320010009999901234567890\","
                        + "\"targetHolderName\":\"Ayşe Yılmaz\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void headers(HttpHeaders headers) {
        headers.set("Authorization", API_KEY)
                .set("Content-Type", "application/json")
                .set("Idempotency-Key", UUID.randomUUID().toString());
    }

    /** Waits until all that was accepted was heard to be sent, or until nothing comes any more. */
    boolean awaitAllSent(Duration quiet) {
        long known = -1;
        long since = System.nanoTime();
        while (sent() < accepted()) {
            if (sent() != known) {
                known = sent();
                since = System.nanoTime();
            } else if (System.nanoTime() - since > quiet.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return true;
    }

    @Override
    public void close() {
        connections.dispose();
        loop.dispose();
    }
}
