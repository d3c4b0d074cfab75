package io.sluice.ingest.adapter.http;

import io.netty.channel.ChannelPipeline;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;

import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** The limits that hold before a request is one. */
final class ConnectionLimits implements NettyServerCustomizer {

    private static final int MAX_REQUEST_LINE_BYTES = 2_048;

    private final HttpLimits limits;

    ConnectionLimits(HttpLimits limits) {
        this.limits = limits;
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.maxConnections(limits.maxConnections())
                .httpRequestDecoder(
                        decoder ->
                                decoder.maxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                                        .maxHeaderSize(limits.maxHeaderBytes()))
                .doOnChannelInit((_, channel, _) -> addHandlers(channel.pipeline()));
    }

    private void addHandlers(ChannelPipeline pipeline) {
        pipeline.addAfter(
                NettyPipeline.HttpCodec,
                HeaderDeadline.class.getSimpleName(),
                new HeaderDeadline(limits.headerPatience(), limits.idlePatience()));
    }
}
