package io.sluice.gateway;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableChannel;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Praxis' side of the wire as a test wants it. A request for an amount has that amount as its tid;
 * what is not told otherwise is opened, approved and found as approved.
 */
final class ScriptedPraxis implements AutoCloseable {

    static final String OPEN = "/direct/apm";
    static final String COMPLETE = "complete-withdrawal-request";
    static final String CANCEL = "cancel-withdrawal-request";
    static final String FIND = "/agent/find-transaction";
    static final String FIND_ORDER = "/agent/find-order";

    private static final String SECRET = "MerchantSecretKey";

    /** One call, as it came. */
    record Received(String what, long about, JsonNode body) {}

    /** HTTP status, the body's status, and the transaction. */
    record Answer(int http, int status, String description, String transaction, boolean signed) {

        static Answer of(String transactionStatus, long tid, long processed) {
            return of(transactionStatus, tid, processed, "TRY", "");
        }

        static Answer of(String status, long tid, long processed, String currency, String more) {
            String sums =
                    processed > 0
                            ? "\"processed_currency\":\"%s\",\"processed_amount\":%d,"
                                    .formatted(currency, processed)
                            : "";
            return new Answer(
                    200,
                    0,
                    "Ok",
                    "{\"transaction_status\":\"%s\",%s\"tid\":%d,\"status_details\":\"MS03 told\",\"amount\":%d%s}"
                            .formatted(status, sums, tid, tid, more),
                    true);
        }

        static Answer error(int status, String description) {
            return new Answer(200, status, description, "null", true);
        }

        /** As a proxy would answer. */
        static Answer unsigned(int http) {
            return new Answer(http, 403, "no", "null", false);
        }

        static final Answer RESET = new Answer(0, 0, "", "", false);
    }

    private final List<Received> received = new ArrayList<>();
    private final Map<String, Deque<Answer>> scripts = new ConcurrentHashMap<>();
    private final Map<String, Long> tidByOrder = new ConcurrentHashMap<>();
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

    /** How calls about that tid are answered, in turn; the last answer stays. */
    void on(String what, long tid, Answer... answers) {
        scripts.put(what + " " + tid, new ArrayDeque<>(List.of(answers)));
    }

    synchronized List<Received> calls(long tid) {
        return received.stream().filter(call -> call.about() == tid).toList();
    }

    List<String> whats(long tid) {
        return calls(tid).stream().map(Received::what).toList();
    }

    private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .aggregate()
                .asString(StandardCharsets.UTF_8)
                .flatMap(body -> answered(request, response, JsonMapper.shared().readTree(body)));
    }

    private Mono<Void> answered(
            HttpServerRequest request, HttpServerResponse response, JsonNode body) {
        String intent = body.path("intent").asString("");
        String what = intent.isEmpty() ? request.uri() : intent;
        long about = about(what, body);
        synchronized (this) {
            received.add(new Received(what, about, body));
        }
        Answer answer = next(what, about);
        if (answer.http() == 0) {
            response.withConnection(DisposableChannel::dispose);
            return Mono.never();
        }
        return send(response, answer);
    }

    private long about(String what, JsonNode body) {
        return switch (what) {
            case OPEN -> {
                long amount = body.path("amount").asLong();
                tidByOrder.put(body.path("order_id").asString(), amount);
                yield amount;
            }
            case FIND_ORDER -> tidByOrder.getOrDefault(body.path("order_id").asString(), 0L);
            case FIND -> body.path("tid").asLong();
            default -> body.path("withdrawal_request_id").asLong();
        };
    }

    private Answer next(String what, long about) {
        Deque<Answer> script = scripts.get(what + " " + about);
        if (script == null) {
            return what.equals(OPEN)
                    ? Answer.of("requested", about, 0)
                    : Answer.of("approved", about, about);
        }
        synchronized (script) {
            return script.size() > 1 ? script.removeFirst() : script.getFirst();
        }
    }

    private static Mono<Void> send(HttpServerResponse response, Answer answer) {
        long timestamp = Instant.now().getEpochSecond();
        String body =
                "{\"status\":%d,\"description\":\"%s\",\"transaction\":%s,\"version\":\"1.3\",\"timestamp\":%d}"
                        .formatted(
                                answer.status(),
                                answer.description(),
                                answer.transaction(),
                                timestamp);
        if (answer.signed()) {
            response.header("Gt-Authentication", signature(JsonMapper.shared().readTree(body)));
        }
        return response.status(answer.http())
                .header("Content-Type", "application/json")
                .sendString(Mono.just(body))
                .then();
    }

    private static String signature(JsonNode body) {
        JsonNode transaction = body.path("transaction");
        String text =
                body.path("status").asString()
                        + body.path("timestamp").asString()
                        + transaction.path("tid").asString("")
                        + transaction.path("transaction_status").asString("")
                        + transaction.path("processed_currency").asString("")
                        + transaction.path("processed_amount").asString("");
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-384")
                                    .digest((text + SECRET).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-384", e);
        }
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
