package io.sluice.gateway;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The test's own provider: pays what it is sent, now or never, and counts who calls at a time. */
final class ThirdServer implements AutoCloseable {

    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private volatile Duration delay = Duration.ZERO;
    private final DisposableServer server =
            HttpServer.create()
                    .runOn(Platform.LOOPS)
                    .host("127.0.0.1")
                    .port(0)
                    .route(
                            routes ->
                                    routes.put(
                                                    "/payouts/{key}",
                                                    (_, response) -> {
                                                        sent.incrementAndGet();
                                                        most.accumulateAndGet(
                                                                underWay.incrementAndGet(),
                                                                Math::max);
                                                        return Mono.delay(delay)
                                                                .doFinally(
                                                                        _ ->
                                                                                underWay
                                                                                        .decrementAndGet())
                                                                .then(response.status(200).send());
                                                    })
                                            .get(
                                                    "/payouts/{key}",
                                                    (_, response) ->
                                                            response.sendString(Mono.just("paid"))))
                    .bindNow();

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** How long it takes from now on. */
    void answerAfter(Duration pause) {
        delay = pause;
    }

    int sent() {
        return sent.get();
    }

    int mostAtATime() {
        return most.get();
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
