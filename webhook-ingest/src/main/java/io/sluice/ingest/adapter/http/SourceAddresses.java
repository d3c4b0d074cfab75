package io.sluice.ingest.adapter.http;

import io.sluice.ingest.application.AddressRange;

import org.springframework.web.reactive.function.server.ServerRequest;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Who really sent a request: the peer, or, where the peer is a proxy of ours, the last address in
 * X-Forwarded-For that is not one. What a stranger writes there is not believed.
 */
final class SourceAddresses {

    private static final InetAddress UNKNOWN = InetAddress.ofLiteral("0.0.0.0");
    private static final int MAX_HOPS = 16;

    private final List<AddressRange> trustedProxies;

    SourceAddresses(List<String> trustedProxies) {
        this.trustedProxies = trustedProxies.stream().map(AddressRange::of).toList();
    }

    InetAddress of(ServerRequest request) {
        InetAddress peer =
                request.remoteAddress().map(InetSocketAddress::getAddress).orElse(UNKNOWN);
        return of(peer, request.headers().header("X-Forwarded-For"));
    }

    InetAddress of(InetAddress peer, List<String> forwardedFor) {
        InetAddress source = peer;
        String[] hops = String.join(",", forwardedFor).split(",", -1);
        for (int hop = hops.length - 1;
                hop >= Math.max(0, hops.length - MAX_HOPS) && isTrusted(source);
                hop--) {
            String literal = hops[hop].strip();
            if (literal.isEmpty()) {
                return source;
            }
            try {
                source = InetAddress.ofLiteral(literal);
            } catch (IllegalArgumentException e) {
                return source;
            }
        }
        return source;
    }

    private boolean isTrusted(InetAddress address) {
        return trustedProxies.stream().anyMatch(range -> range.contains(address));
    }
}
