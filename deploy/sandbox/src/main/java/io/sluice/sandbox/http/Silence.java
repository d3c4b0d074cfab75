package io.sluice.sandbox.http;

import io.netty.channel.ChannelOption;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;
import reactor.netty.NettyInbound;

import java.time.Duration;

/**
 * No answer at all: after the given time (zero: at once) the connection is reset.
 *
 * @param length how long the client is left waiting; a limit, so that no connection is held forever
 */
public record Silence(Duration length) implements ServerResponse {

    @Override
    public HttpStatusCode statusCode() {
        return HttpStatusCode.valueOf(200);
    }

    @Override
    public HttpHeaders headers() {
        return new HttpHeaders();
    }

    @Override
    public MultiValueMap<String, ResponseCookie> cookies() {
        return new LinkedMultiValueMap<>();
    }

    @Override
    public Mono<Void> writeTo(ServerWebExchange exchange, Context context) {
        Mono<Void> reset = Mono.fromRunnable(() -> reset(exchange.getRequest()));
        Mono<Void> begun = length.isZero() ? reset : Mono.delay(length).then(reset);
        return begun.then(Mono.never());
    }

    /** With a linger of zero, closing sends a reset instead of an orderly end. */
    private static void reset(ServerHttpRequest request) {
        NettyInbound inbound = ServerHttpRequestDecorator.getNativeRequest(request);
        inbound.withConnection(
                connection -> {
                    connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                    var _ = connection.channel().close();
                });
    }
}
