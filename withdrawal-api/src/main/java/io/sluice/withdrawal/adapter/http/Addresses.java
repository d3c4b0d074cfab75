package io.sluice.withdrawal.adapter.http;

import org.springframework.web.reactive.function.server.ServerRequest;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** Whether a caller's address is in one of the networks. */
final class Addresses {

    private Addresses() {}

    /**
     * @param networks in CIDR form, or single addresses; none: all may call
     */
    static boolean allows(List<String> networks, ServerRequest request) {
        if (networks.isEmpty()) {
            return true;
        }
        Optional<InetAddress> caller = request.remoteAddress().map(InetSocketAddress::getAddress);
        return caller.isPresent()
                && networks.stream().anyMatch(network -> contains(network, caller.get()));
    }

    static boolean isNetwork(String text) {
        try {
            int slash = text.indexOf('/');
            InetAddress address =
                    InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int bits = slash < 0 ? 0 : Integer.parseInt(text.substring(slash + 1));
            return bits >= 0 && bits <= address.getAddress().length * Byte.SIZE;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean contains(String network, InetAddress caller) {
        int slash = network.indexOf('/');
        byte[] start =
                InetAddress.ofLiteral(slash < 0 ? network : network.substring(0, slash))
                        .getAddress();
        byte[] address = caller.getAddress();
        if (start.length != address.length) {
            return false;
        }
        int bits =
                slash < 0
                        ? address.length * Byte.SIZE
                        : Integer.parseInt(network.substring(slash + 1));
        for (int i = 0; i < bits; i++) {
            int mask = 1 << (Byte.SIZE - 1 - i % Byte.SIZE);
            if ((start[i / Byte.SIZE] & mask) != (address[i / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
