package io.sluice.ingest.adapter.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Asks a sender to open another connection when it was answered before its body was read: who is
 * refused by name, address or rate alone. Reactor Netty up to 1.3.7 may never read such a connection
 * again (reactor-netty#4347), and the sender's next request would run into its own time-out.
 */
final class UnreadBodies extends ChannelDuplexHandler {

    private boolean unread;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            unread =
                    HttpUtil.isTransferEncodingChunked(request)
                            || HttpUtil.getContentLength(request, 0L) > 0;
        }
        if (message instanceof LastHttpContent) {
            unread = false;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (unread
                && message instanceof HttpResponse response
                && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            HttpUtil.setKeepAlive(response, false);
        }
        var _ = context.write(message, promise);
    }
}
