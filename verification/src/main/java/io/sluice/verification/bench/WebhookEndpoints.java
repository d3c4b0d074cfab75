package io.sluice.verification.bench;

import io.netty.buffer.ByteBuf;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The endpoints of many partners on one port, {@code /hooks/N} each. They answer 204 at once, and
 * under {@code /slow} after 20 s; one signature of a hundred is checked.
 */
final class WebhookEndpoints implements AutoCloseable {

    private static final int PORT = 18_072;
    private static final String PATH = "/hooks/";
    private static final Duration SLOW = Duration.ofSeconds(20);
    private static final int CHECKED_OF = 100;
    private static final String PREFIX = "whsec_";

    /**
     * @param micros since the epoch
     */
    record Arrival(int site, long micros) {}

    private final Map<String, Arrival> arrivals = new ConcurrentHashMap<>();
    private final Map<Integer, String> secrets = new ConcurrentHashMap<>();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder badlySigned = new LongAdder();
    private final LoopResources loop = LoopResources.create("endpoints", 1, true);
    private final DisposableServer server =
            HttpServer.create()
                    .host("localhost")
                    .port(PORT)
                    .runOn(loop)
                    .route(
                            routes ->
                                    routes.post(PATH + "{site}", this::answer)
                                            .post("/slow", WebhookEndpoints::answerLate))
                    .bindNow();

    String url(int site) {
        return "http://localhost:" + PORT + PATH + site;
    }

    static String slowUrl() {
        return "http://localhost:" + PORT + "/slow";
    }

    /** Nobody listens there. */
    static String refusingUrl() {
        return "http://localhost:1/hook";
    }

    void secret(int site, String secret) {
        secrets.put(site, secret);
    }

    /** The first arrival of each event since {@link #forget}, by {@code webhook-id}. */
    Map<String, Arrival> arrivals() {
        return arrivals;
    }

    void forget() {
        arrivals.clear();
    }

    long repeated() {
        return repeated.sum();
    }

    long badlySigned() {
        return badlySigned.sum();
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        String id = request.requestHeaders().get("webhook-id");
        int site = Integer.parseInt(request.uri().substring(PATH.length()));
        return request.receive()
                .aggregate()
                .map(ByteBuf::copy)
                .doOnNext(body -> hear(site, id, request, body))
                .then(response.status(204).send());
    }

    private static Mono<Void> answerLate(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .then(Mono.delay(SLOW))
                .then(Mono.defer(() -> response.status(204).send().then()));
    }

    private void hear(int site, String id, HttpServerRequest request, ByteBuf body) {
        try {
            Instant now = Instant.now();
            long micros = TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000;
            if (arrivals.putIfAbsent(id, new Arrival(site, micros)) != null) {
                repeated.increment();
            }
            if (id.hashCode() % CHECKED_OF == 0 && !isSigned(site, id, request, body)) {
                badlySigned.increment();
            }
        } finally {
            body.release();
        }
    }

    private boolean isSigned(int site, String id, HttpServerRequest request, ByteBuf body) {
        String secret = secrets.getOrDefault(site, PREFIX);
        String time = request.requestHeaders().get("webhook-timestamp");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + time + ".").getBytes(StandardCharsets.UTF_8));
            mac.update(body.nioBuffer());
            return ("v1," + Base64.getEncoder().encodeToString(mac.doFinal()))
                    .equals(request.requestHeaders().get("webhook-signature"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    @Override
    public void close() {
        server.disposeNow();
        loop.dispose();
    }
}
