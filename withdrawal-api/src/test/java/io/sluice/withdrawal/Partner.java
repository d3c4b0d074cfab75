package io.sluice.withdrawal;

import io.netty.handler.codec.http.HttpHeaders;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A partner's endpoint that keeps what it received. */
final class Partner implements AutoCloseable {

    /** One webhook as it arrived. */
    record Received(HttpHeaders headers, String body, long atNanos) {

        JsonNode json() {
            return Api.JSON.readTree(body);
        }

        String type() {
            return json().path("eventType").asString();
        }

        String withdrawalId() {
            return json().path("withdrawal").path("id").asString();
        }
    }

    /** How it answers. */
    record Reply(int status, Duration after, String body, Map<String, String> headers) {

        Reply(int status, Duration after, String body) {
            this(status, after, body, Map.of());
        }

        static final Reply OK = new Reply(200, Duration.ZERO, "thanks");

        static Reply status(int status) {
            return new Reply(status, Duration.ZERO, "no");
        }
    }

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final DisposableServer server;
    private volatile Function<Received, Reply> replies = _ -> Reply.OK;

    Partner() {
        server =
                HttpServer.create()
                        .host("localhost")
                        .port(0)
                        .handle(
                                (request, response) ->
                                        request.receive()
                                                .aggregate()
                                                .asString()
                                                .defaultIfEmpty("")
                                                .flatMap(
                                                        body -> {
                                                            Received one =
                                                                    new Received(
                                                                            request.requestHeaders()
                                                                                    .copy(),
                                                                            body,
                                                                            System.nanoTime());
                                                            received.add(one);
                                                            Reply reply = replies.apply(one);
                                                            return answer(response, reply);
                                                        }))
                        .bindNow();
    }

    private static Mono<Void> answer(HttpServerResponse response, Reply reply) {
        response.status(reply.status()).header("Location", "http://localhost:1/elsewhere");
        reply.headers().forEach(response::header);
        return Mono.delay(reply.after()).then(response.sendString(Mono.just(reply.body())).then());
    }

    String url() {
        return "http://localhost:" + server.port() + "/partner/webhooks";
    }

    void replies(Function<Received, Reply> how) {
        replies = how;
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    List<Received> of(String withdrawalId) {
        return received.stream().filter(one -> one.withdrawalId().equals(withdrawalId)).toList();
    }

    List<String> types(String withdrawalId) {
        return of(withdrawalId).stream().map(Received::type).toList();
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
