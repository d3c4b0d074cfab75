package io.sluice.withdrawal.adapter.webhook;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Refuses to dial an address inside our own network. It sees the address that is really connected
 * to, after DNS, so that a name that resolves to another address the next time gains nothing.
 */
final class DialGuard extends ChannelOutboundHandlerAdapter {

    /** An address that webhooks may not be sent to. */
    static final class AddressRefused extends RuntimeException {

        AddressRefused() {
            super("address: private or special (expected: a public one)", null, false, false);
        }
    }

    @Override
    public void connect(
            ChannelHandlerContext context,
            SocketAddress remote,
            SocketAddress local,
            ChannelPromise promise)
            throws Exception {
        if (remote instanceof InetSocketAddress address
                && address.getAddress() != null
                && PublicAddresses.isPublic(address.getAddress())) {
            super.connect(context, remote, local, promise);
        } else {
            promise.setFailure(new AddressRefused());
        }
    }
}
