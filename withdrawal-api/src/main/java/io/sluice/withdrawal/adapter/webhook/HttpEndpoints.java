package io.sluice.withdrawal.adapter.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import io.sluice.withdrawal.application.webhook.Endpoints;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Posts with a small connection pool for each application: a full one delays nobody else. */
final class HttpEndpoints implements Endpoints {

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int KEPT_BYTES = 1_024;

    private final WebhookProperties properties;
    private final Clock clock;
    private final MeterRegistry meters;
    private final ConcurrentHashMap<String, WebClient> clients = new ConcurrentHashMap<>();

    HttpEndpoints(WebhookProperties properties, Clock clock, MeterRegistry meters) {
        this.properties = properties;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public Mono<Answer> post(
            String applicationKey, String url, Map<String, String> headers, String body) {
        long start = System.nanoTime();
        return Mono.defer(
                        () ->
                                clients.computeIfAbsent(applicationKey, this::client)
                                        .post()
                                        .uri(URI.create(url))
                                        .contentType(MediaType.APPLICATION_JSON)
                                        .headers(target -> headers.forEach(target::set))
                                        .bodyValue(body.getBytes(StandardCharsets.UTF_8))
                                        .exchangeToMono(this::answer))
                .timeout(properties.timeout())
                .onErrorResume(
                        failure -> Mono.just(new Answer(null, describe(failure), null, null, null)))
                .doOnNext(
                        answer ->
                                meters.timer("sluice.webhook.attempts", "outcome", outcome(answer))
                                        .record(System.nanoTime() - start, TimeUnit.NANOSECONDS));
    }

    private static String outcome(Answer answer) {
        Integer status = answer.status();
        if (status == null) {
            return "none";
        }
        return status / 100 + "xx";
    }

    private WebClient client(String applicationKey) {
        ConnectionProvider connections =
                ConnectionProvider.builder("webhook-" + applicationKey)
                        .maxConnections(properties.inFlightPerApplication())
                        .pendingAcquireMaxCount(properties.inFlightPerApplication())
                        .pendingAcquireTimeout(properties.timeout())
                        .maxIdleTime(Duration.ofSeconds(20))
                        .build();
        HttpClient http =
                HttpClient.create(connections)
                        .followRedirect(false)
                        .doOnChannelInit(
                                (_, channel, _) -> {
                                    if (!properties.allowPrivateAddresses()) {
                                        channel.pipeline().addFirst("dial-guard", new DialGuard());
                                    }
                                })
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS);
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(http))
                .defaultHeader(HttpHeaders.USER_AGENT, "Sluice-Webhooks/1")
                .build();
    }

    private Mono<Answer> answer(ClientResponse response) {
        int status = response.statusCode().value();
        Duration retryAfter =
                retryAfter(response.headers().asHttpHeaders().getFirst(HttpHeaders.RETRY_AFTER));
        String signature = ackSignature(response.headers().asHttpHeaders());
        Flux<DataBuffer> start =
                DataBufferUtils.takeUntilByteCount(
                        response.bodyToFlux(DataBuffer.class), KEPT_BYTES);
        return DataBufferUtils.join(start)
                .map(
                        buffer -> {
                            String text = buffer.toString(StandardCharsets.UTF_8);
                            DataBufferUtils.release(buffer);
                            return text;
                        })
                .defaultIfEmpty("")
                .map(
                        text ->
                                new Answer(
                                        status,
                                        null,
                                        text.replace("\u0000", ""),
                                        retryAfter,
                                        signature));
    }

    private static @Nullable String ackSignature(HttpHeaders headers) {
        String signature = headers.getFirst("Gt-Authentication");
        return signature == null ? headers.getFirst("external-request-signature") : signature;
    }

    private @Nullable Duration retryAfter(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Duration asked;
        try {
            asked = Duration.ofSeconds(Long.parseLong(header.strip()));
        } catch (NumberFormatException _) {
            try {
                Instant until =
                        ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant();
                asked = Duration.between(clock.instant(), until);
            } catch (DateTimeException _) {
                return null;
            }
        }
        if (asked.isNegative()) {
            return null;
        }
        return asked.compareTo(properties.maxRetryAfter()) > 0 ? properties.maxRetryAfter() : asked;
    }

    private static String describe(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }
}
