package io.sluice.withdrawal.adapter.webhook;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.resolver.AddressResolverGroup;
import io.sluice.withdrawal.application.AgentSignature;
import io.sluice.withdrawal.application.WebhookAddresses;
import io.sluice.withdrawal.application.webhook.Endpoints;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Posts with a small connection pool for each application: a full one delays nobody else. What is
 * dialled, read and waited for has a limit; redirects are not followed.
 */
final class HttpEndpoints implements Endpoints, AutoCloseable {

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int MOST_BODY_BYTES = 16 * 1_024;
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final Duration DISPOSAL = Duration.ofSeconds(5);

    /** A partner may sign its acknowledgement in either. */
    private static final String OTHER_SIGNATURE = "external-request-signature";

    /** For the body, once the status is known: it is not needed, but kept to be seen. */
    static final Duration BODY = Duration.ofSeconds(2);

    private final WebhookProperties properties;
    private final WebhookAddresses addresses;
    private final @Nullable AddressResolverGroup<?> resolver;
    private final RetryAfter retryAfter;
    private final WebhookMetrics metrics;
    private final ConcurrentHashMap<String, ConnectionProvider> pools = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, HttpClient> clients = new ConcurrentHashMap<>();

    /**
     * @param resolver of host names; null: Netty's own, which does not block
     */
    HttpEndpoints(
            WebhookProperties properties,
            WebhookAddresses addresses,
            @Nullable AddressResolverGroup<?> resolver,
            Clock clock,
            WebhookMetrics metrics) {
        this.properties = properties;
        this.addresses = addresses;
        this.resolver = resolver;
        this.retryAfter = new RetryAfter(properties.maxRetryAfter(), clock);
        this.metrics = metrics;
    }

    @Override
    public Mono<Answer> post(
            String applicationKey, String url, Map<String, String> headers, String body) {
        if (!addresses.isAllowed(url)) {
            return Mono.just(Answer.none("url: not allowed (expected: https, not private)"));
        }
        return Mono.defer(
                () -> {
                    long start = System.nanoTime();
                    return exchange(applicationKey, url, headers, body)
                            .timeout(properties.timeout().plus(BODY))
                            .onErrorResume(
                                    failure ->
                                            Mono.just(
                                                    Answer.none(
                                                            FailureText.of(
                                                                    failure,
                                                                    properties.timeout()))))
                            .doOnNext(
                                    answer ->
                                            metrics.answered(
                                                    outcome(answer), System.nanoTime() - start));
                });
    }

    private Mono<Answer> exchange(
            String applicationKey, String url, Map<String, String> headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return clients.computeIfAbsent(applicationKey, this::client)
                .headers(
                        all -> {
                            headers.forEach(all::set);
                            all.setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
                        })
                .post()
                .uri(URI.create(url))
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(bytes)))
                .response(this::answer)
                .next();
    }

    private Mono<Answer> answer(HttpClientResponse response, ByteBufFlux body) {
        HttpHeaders headers = response.responseHeaders();
        int status = response.status().code();
        Duration asked = retryAfter.read(headers.get(HttpHeaderNames.RETRY_AFTER));
        String first = headers.get(AgentSignature.HEADER);
        String signature = first == null ? headers.get(OTHER_SIGNATURE) : first;
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        return body.asByteArray()
                .doOnNext(
                        bytes ->
                                kept.write(
                                        bytes,
                                        0,
                                        Math.min(bytes.length, MOST_BODY_BYTES - kept.size())))
                .takeUntil(_ -> kept.size() >= MOST_BODY_BYTES)
                .take(BODY)
                .onErrorComplete()
                .then(
                        Mono.fromSupplier(
                                () -> new Answer(status, null, text(kept), asked, signature)));
    }

    /** PostgreSQL takes no NUL. */
    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace("\u0000", "");
    }

    private static String outcome(Answer answer) {
        Integer status = answer.status();
        return status == null ? "none" : status / 100 + "xx";
    }

    private HttpClient client(String applicationKey) {
        ConnectionProvider pool =
                pools.computeIfAbsent(
                        applicationKey,
                        key ->
                                ConnectionProvider.builder("webhook-" + key)
                                        .maxConnections(properties.inFlightPerApplication())
                                        .pendingAcquireMaxCount(properties.inFlightPerApplication())
                                        .pendingAcquireTimeout(properties.timeout())
                                        .maxIdleTime(IDLE)
                                        .evictInBackground(IDLE)
                                        .build());
        HttpClient client =
                HttpClient.create(pool)
                        .followRedirect(false)
                        .responseTimeout(properties.timeout())
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                        .headers(
                                all ->
                                        all.set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                                                .set(
                                                        HttpHeaderNames.USER_AGENT,
                                                        "Sluice-Webhooks/1"));
        if (!properties.allowPrivateAddresses()) {
            client =
                    client.doOnChannelInit(
                            (_, channel, _) ->
                                    channel.pipeline().addFirst("dial-guard", new DialGuard()));
        }
        return resolver == null ? client : client.resolver(resolver);
    }

    @Override
    public void close() {
        pools.values().forEach(pool -> pool.disposeLater().block(DISPOSAL));
    }
}
