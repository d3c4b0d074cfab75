package io.sluice.verification.bench;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A partner's endpoint in the benchmark's own process, so that a withdrawal's first and last moment
 * are read from one clock. It answers 204 at once and tells whom it may concern.
 */
public final class PartnerEndpoint implements AutoCloseable {

    private static final int PORT = 18_071;
    private static final Pattern TYPE = Pattern.compile("\"eventType\":\"([a-z.]+)\"");
    private static final Pattern WITHDRAWAL =
            Pattern.compile("\"withdrawal\":\\{\"id\":\"([0-9a-f-]{36})\"");

    /** Hears of each webhook, on the server's thread. */
    public interface Listener {

        /**
         * @param nanos when it came, on {@link System#nanoTime}
         */
        void heard(String eventType, String withdrawalId, long nanos);

        /** The whole of it, for whoever wants more. */
        default void read(String body) {}
    }

    private final Listener listener;
    private final LongAdder unreadable = new LongAdder();
    private final LoopResources loop = LoopResources.create("partner", 1, true);
    private final DisposableServer server;

    public PartnerEndpoint(Listener listener) {
        this.listener = listener;
        this.server =
                HttpServer.create()
                        .host("localhost")
                        .port(PORT)
                        .runOn(loop)
                        .handle(this::answer)
                        .bindNow();
    }

    public String url() {
        return "http://localhost:" + PORT + "/webhooks";
    }

    /** Webhooks that are none: must be 0. */
    public long unreadable() {
        return unreadable.sum();
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        if (!request.method().equals(HttpMethod.POST)) {
            return response.status(405).send();
        }
        return request.receive()
                .aggregate()
                .map(ByteBuf::copy)
                .doOnNext(this::hear)
                .then(response.status(204).send());
    }

    private void hear(ByteBuf content) {
        long nanos = System.nanoTime();
        String body = content.toString(StandardCharsets.UTF_8);
        content.release();
        Matcher type = TYPE.matcher(body);
        Matcher withdrawal = WITHDRAWAL.matcher(body);
        if (type.find() && withdrawal.find()) {
            listener.heard(type.group(1), withdrawal.group(1), nanos);
            listener.read(body);
        } else {
            unreadable.increment();
        }
    }

    @Override
    public void close() {
        server.disposeNow();
        loop.dispose();
    }
}
