package io.sluice.gateway;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableChannel;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A provider that answers as a test has told it to, by the amount, and remembers what it got. */
final class ScriptedProvider implements AutoCloseable {

    /** One request as it came. */
    record Received(String method, String path, @Nullable String key, String body) {}

    /** An answer; status 0: the connection is closed without one. */
    record Answer(int status, String body, Duration delay) {
        static Answer of(int status, String body) {
            return new Answer(status, body, Duration.ZERO);
        }

        static final Answer RESET = of(0, "");
    }

    private final List<Received> received = new ArrayList<>();
    private final Map<String, Deque<Answer>> submissions = new ConcurrentHashMap<>();
    private final Map<String, Deque<Answer>> lookUps = new ConcurrentHashMap<>();
    private final DisposableServer server;

    ScriptedProvider() {
        server =
                HttpServer.create()
                        .runOn(Platform.LOOPS)
                        .host("127.0.0.1")
                        .port(0)
                        .handle(this::handle)
                        .bindNow();
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** What submissions of this amount are answered, in turn; the last answer stays. */
    void onSubmit(long amount, Answer... answers) {
        submissions.put(Long.toString(amount), new ArrayDeque<>(List.of(answers)));
    }

    /** Also {@code withdrawals} and {@code events}, each with a cursor after a space. */
    void onLookUp(String reference, Answer... answers) {
        lookUps.put(reference, new ArrayDeque<>(List.of(answers)));
    }

    /** All requests to a path that ends so, or so with a query. */
    synchronized List<Received> lookUps(String end) {
        return received.stream().filter(r -> r.path().matches(".*/" + end + "(\\?.*)?")).toList();
    }

    synchronized List<Received> submissions(long amount) {
        return received.stream()
                .filter(r -> r.body().contains("\"amount\":\"" + amount + "\""))
                .toList();
    }

    private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .aggregate()
                .asString(StandardCharsets.UTF_8)
                .defaultIfEmpty("")
                .flatMap(body -> answer(request, response, body));
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response, String body) {
        synchronized (this) {
            received.add(
                    new Received(
                            request.method().name(),
                            request.uri(),
                            request.requestHeaders().get("Idempotency-Key"),
                            body));
        }
        Answer answer =
                body.isEmpty()
                        ? next(lookUps, asked(request.uri()))
                        : next(submissions, body.replaceAll(".*\"amount\":\"([0-9]+)\".*", "$1"));
        if (answer.status() == 0) {
            response.withConnection(DisposableChannel::dispose);
            return Mono.never();
        }
        return Mono.delay(answer.delay())
                .then(response.status(answer.status()).sendString(Mono.just(answer.body())).then());
    }

    /** A reference, or a list with its cursor. */
    private static String asked(String uri) {
        String last = uri.replaceAll(".*/", "");
        int query = last.indexOf('?');
        if (query < 0) {
            return last;
        }
        int cursor = last.indexOf("cursor=");
        return last.substring(0, query) + (cursor < 0 ? "" : " " + last.substring(cursor + 7));
    }

    private static Answer next(Map<String, Deque<Answer>> scripts, String key) {
        Deque<Answer> script = scripts.get(key);
        if (script == null && key.startsWith("events")) {
            return Answer.of(200, "{\"data\":[],\"nextCursor\":null}");
        }
        if (script == null) {
            return Answer.of(404, "{\"error\":\"not_found\"}");
        }
        synchronized (script) {
            return script.size() > 1 ? script.removeFirst() : script.getFirst();
        }
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
