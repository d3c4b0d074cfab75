package io.sluice.ingest.adapter.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose next headers take too long to be whole. A sender that trickles them byte
 * by byte is never idle, and would hold its connection for ever.
 */
final class HeaderDeadline extends ChannelInboundHandlerAdapter {

    private final Duration first;
    private final Duration next;
    private @Nullable Future<?> deadline;

    HeaderDeadline(Duration first, Duration next) {
        this.first = first;
        this.next = next;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        expectHeaders(context, first);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            cancel();
        }
        if (message instanceof LastHttpContent) {
            expectHeaders(context, next);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        cancel();
    }

    private void expectHeaders(ChannelHandlerContext context, Duration patience) {
        cancel();
        Runnable close =
                () -> {
                    var _ = context.close();
                };
        deadline = context.executor().schedule(close, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancel() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
