package io.sluice.verification.bench;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;

import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import java.time.Duration;
import java.util.function.Consumer;

/** A server on this machine, called over connections that are kept. */
public final class HttpTarget implements AutoCloseable {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

    private final ConnectionProvider connections;
    private final LoopResources loop = LoopResources.create("load", 1, true);
    private final HttpClient http;

    /**
     * @param connections most at once; further calls wait for one
     */
    public HttpTarget(int port, int connections) {
        this.connections =
                ConnectionProvider.builder("load")
                        .maxConnections(connections)
                        .pendingAcquireMaxCount(-1)
                        .pendingAcquireTimeout(CONNECT_LIMIT)
                        .build();
        this.http =
                HttpClient.create(this.connections).runOn(loop).baseUrl("http://localhost:" + port);
    }

    /** The answer's status; its body is read to the end and forgotten. */
    public Mono<Integer> post(String path, Consumer<HttpHeaders> headers, byte[] body) {
        return http.headers(headers)
                .post()
                .uri(path)
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .responseSingle(
                        (answer, content) ->
                                content.then(Mono.fromSupplier(() -> answer.status().code())));
    }

    @Override
    public void close() {
        connections.dispose();
        loop.dispose();
    }
}
