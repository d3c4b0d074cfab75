package io.sluice.sandbox;

import io.sluice.sandbox.http.Json;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Receives callbacks as webhook-ingest does, and remembers them in the order of arrival. */
final class Receiver implements AutoCloseable {

    private static final Answer OK = new Answer(200, "", Map.of());

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final DisposableServer server;
    private volatile Function<Received, Answer> manners = _ -> OK;

    Receiver() {
        server =
                HttpServer.create()
                        .host("localhost")
                        .port(0)
                        .handle(
                                (request, response) ->
                                        request.receive()
                                                .aggregate()
                                                .asString()
                                                .flatMap(
                                                        body -> {
                                                            Answer answer =
                                                                    receive(
                                                                            request.uri(),
                                                                            headers(request),
                                                                            body);
                                                            answer.headers()
                                                                    .forEach(response::header);
                                                            return response.status(answer.status())
                                                                    .sendString(
                                                                            Mono.just(
                                                                                    answer.body()))
                                                                    .then();
                                                        }))
                        .bindNow(Duration.ofSeconds(10));
    }

    String address(String path) {
        return "http://localhost:" + server.port() + path;
    }

    /** How what arrives from now on is answered. */
    void answering(Function<Received, Answer> manners) {
        this.manners = manners;
    }

    List<Received> about(String id) {
        return received.stream().filter(callback -> callback.body().contains(id)).toList();
    }

    private Answer receive(String path, Map<String, String> headers, String body) {
        Received callback = new Received(path, headers, body);
        received.add(callback);
        return manners.apply(callback);
    }

    private static Map<String, String> headers(HttpServerRequest request) {
        Map<String, String> headers = new TreeMap<>();
        request.requestHeaders()
                .forEach(h -> headers.put(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
        return headers;
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(5));
    }

    record Received(String path, Map<String, String> headers, String body) {
        JsonNode json() {
            return Json.MAPPER.readTree(body);
        }

        byte[] bytes() {
            return body.getBytes(StandardCharsets.UTF_8);
        }
    }

    record Answer(int status, String body, Map<String, String> headers) {}
}
