package io.sluice.ingest.application;

import java.net.InetAddress;
import java.util.Arrays;

/** Addresses with the same first bits: {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or just one. */
public final class AddressRange {

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** Reads an address literal, with or without a length; throws IllegalArgumentException. */
    public static AddressRange of(String text) {
        int slash = text.indexOf('/');
        byte[] network =
                InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
        int bits =
                slash < 0
                        ? network.length * 8
                        : Integer.parseInt(text, slash + 1, text.length(), 10);
        if (bits < 0 || bits > network.length * 8) {
            throw new IllegalArgumentException(
                    "address range: "
                            + text
                            + " (expected: a length of 0 to "
                            + network.length * 8
                            + ")");
        }
        return new AddressRange(network, bits);
    }

    public boolean contains(InetAddress address) {
        byte[] candidate = address.getAddress();
        if (candidate.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(candidate, 0, whole, network, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        int mask = 0xff << (8 - rest);
        return rest == 0 || (candidate[whole] & mask & 0xff) == (network[whole] & mask & 0xff);
    }
}
