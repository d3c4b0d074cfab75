package io.sluice.gateway.adapter.provider;

import io.netty.channel.ChannelOption;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One provider's HTTP side: connections of its own, three time-outs, answers up to a size. Never
 * repeats a request by itself and follows no redirect.
 */
public final class ProviderHttp {

    private static final int LARGEST_ANSWER_BYTES = 1 << 20;
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(20);

    private final WebClient client;
    private final Duration overall;

    public ProviderHttp(String name, ProviderSettings settings) {
        ConnectionProvider connections =
                ConnectionProvider.builder(name)
                        .maxConnections(settings.concurrency())
                        .pendingAcquireMaxCount(settings.concurrency() * 2)
                        .pendingAcquireTimeout(settings.overallTimeout())
                        .maxIdleTime(LONGEST_IDLE)
                        .build();
        HttpClient http =
                HttpClient.create(connections)
                        .disableRetry(true)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(settings.connectTimeout().toMillis()))
                        .responseTimeout(settings.readTimeout());
        client =
                WebClient.builder()
                        .clientConnector(new ReactorClientHttpConnector(http))
                        .codecs(c -> c.defaultCodecs().maxInMemorySize(LARGEST_ANSWER_BYTES))
                        .build();
        overall = settings.overallTimeout();
    }

    /** Fails with whatever went wrong; see {@link #wasSent} and {@link #reason}. */
    public Mono<HttpAnswer> call(
            HttpMethod method, URI uri, Consumer<HttpHeaders> headers, byte @Nullable [] body) {
        WebClient.RequestBodySpec request = client.method(method).uri(uri).headers(headers);
        return (body == null ? request : request.bodyValue(body))
                .exchangeToMono(
                        response ->
                                response.bodyToMono(byte[].class)
                                        .defaultIfEmpty(new byte[0])
                                        .map(
                                                bytes ->
                                                        new HttpAnswer(
                                                                response.statusCode().value(),
                                                                response.headers().asHttpHeaders(),
                                                                new String(
                                                                        bytes,
                                                                        StandardCharsets.UTF_8))))
                .timeout(overall);
    }

    /** False only where no connection came about, so that nothing can have arrived. */
    public static boolean wasSent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                return false;
            }
        }
        return true;
    }

    /** A word for the failure, without anything from the request. */
    public static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException
                    || cause instanceof io.netty.handler.timeout.TimeoutException) {
                return "time-out";
            }
        }
        return wasSent(failure) ? "connection lost" : "not reachable";
    }
}
