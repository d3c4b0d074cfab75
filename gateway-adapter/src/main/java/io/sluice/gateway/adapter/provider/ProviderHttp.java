package io.sluice.gateway.adapter.provider;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.support.Netty4HeadersAdapter;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

import java.io.ByteArrayOutputStream;
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

    private final HttpClient client;
    private final Duration overall;

    public ProviderHttp(String name, ProviderSettings settings) {
        ConnectionProvider connections =
                ConnectionProvider.builder(name)
                        .maxConnections(settings.concurrency())
                        .pendingAcquireMaxCount(settings.concurrency() * 2)
                        .pendingAcquireTimeout(settings.overallTimeout())
                        .maxIdleTime(LONGEST_IDLE)
                        .build();
        client =
                HttpClient.create(connections)
                        .disableRetry(true)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(settings.connectTimeout().toMillis()))
                        .responseTimeout(settings.readTimeout());
        overall = settings.overallTimeout();
    }

    /** Fails with whatever went wrong; see {@link #wasSent} and {@link #reason}. */
    public Mono<HttpAnswer> call(
            HttpMethod method, URI uri, Consumer<HttpHeaders> headers, byte @Nullable [] body) {
        return client.headers(out -> headers.accept(view(out)))
                .request(io.netty.handler.codec.http.HttpMethod.valueOf(method.name()))
                .uri(uri)
                .send(body == null ? Mono.empty() : Mono.just(Unpooled.wrappedBuffer(body)))
                .response((response, content) -> whole(response, content.asByteArray()))
                .single()
                .timeout(overall);
    }

    private static Mono<HttpAnswer> whole(HttpClientResponse response, Flux<byte[]> content) {
        return content.collect(ByteArrayOutputStream::new, ProviderHttp::add)
                .map(
                        bytes ->
                                new HttpAnswer(
                                        response.status().code(),
                                        view(response.responseHeaders()),
                                        bytes.toString(StandardCharsets.UTF_8)));
    }

    private static void add(ByteArrayOutputStream whole, byte[] part) {
        if (whole.size() + part.length > LARGEST_ANSWER_BYTES) {
            throw new IllegalStateException(
                    "answer: too large (expected: <= " + LARGEST_ANSWER_BYTES + " bytes)");
        }
        whole.writeBytes(part);
    }

    private static HttpHeaders view(io.netty.handler.codec.http.HttpHeaders headers) {
        return new HttpHeaders(new Netty4HeadersAdapter(headers));
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
