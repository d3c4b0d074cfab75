package io.sluice.gateway;

import static org.awaitility.Awaitility.await;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The ledger's door for statements: remembers what it took from who had the token. */
final class ScriptedLedger implements AutoCloseable {

    private static final String AUTHORIZED = "Bearer statements-demo-token";

    private final Map<String, String> taken = new ConcurrentHashMap<>();
    private volatile int status = 200;
    private final DisposableServer server =
            HttpServer.create()
                    .runOn(Platform.LOOPS)
                    .host("127.0.0.1")
                    .port(0)
                    .handle(this::handle)
                    .bindNow();

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** What it says from now on. */
    void answer(int code) {
        status = code;
    }

    void forget() {
        taken.clear();
    }

    Set<String> puts() {
        return Set.copyOf(taken.keySet());
    }

    String awaitPut(String path) {
        await().atMost(Platform.PATIENCE).until(() -> taken.containsKey(path));
        return Objects.requireNonNull(taken.get(path));
    }

    private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        boolean isPut =
                request.method().name().equals("PUT")
                        && AUTHORIZED.equals(request.requestHeaders().get("Authorization"))
                        && Objects.requireNonNullElse(
                                        request.requestHeaders().get("Content-Type"), "")
                                .startsWith("text/csv");
        return request.receive()
                .aggregate()
                .asString(StandardCharsets.UTF_8)
                .doOnNext(
                        body -> {
                            if (isPut && status == 200) {
                                taken.put(request.uri(), body);
                            }
                        })
                .then(response.status(isPut ? status : 403).send());
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
