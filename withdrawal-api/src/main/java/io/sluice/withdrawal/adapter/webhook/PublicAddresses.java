package io.sluice.withdrawal.adapter.webhook;

import java.net.InetAddress;
import java.util.Arrays;

/** Tells public addresses from those inside networks; what is not known to be public is not. */
final class PublicAddresses {

    private PublicAddresses() {}

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? isPublic(bytes) : isPublicSix(bytes);
    }

    private static boolean isPublic(byte[] four) {
        int first = four[0] & 0xff;
        int second = four[1] & 0xff;
        int third = four[2] & 0xff;
        return switch (first) {
            case 0, 10, 127 -> false;
            case 100 -> second < 64 || second > 127;
            // 168.63.129.16 is where a large cloud answers its own machines.
            case 168 -> !(second == 63 && third == 129 && (four[3] & 0xff) == 16);
            case 169 -> second != 254;
            case 172 -> second < 16 || second > 31;
            case 192 ->
                    second != 168
                            && !(second == 0 && (third == 0 || third == 2))
                            && !(second == 88 && third == 99);
            case 198 -> second != 18 && second != 19 && !(second == 51 && third == 100);
            case 203 -> !(second == 0 && third == 113);
            default -> first < 224;
        };
    }

    /**
     * Only global unicast (2000::/3), without documentation and what IANA keeps for protocols
     * (2001::/23: Teredo, benchmarks, ORCHID); of an address that carries an IPv4 address, that one.
     */
    private static boolean isPublicSix(byte[] six) {
        if (isZero(six, 0, 10) && six[10] == (byte) 0xff && six[11] == (byte) 0xff) {
            return isPublic(Arrays.copyOfRange(six, 12, 16));
        }
        if (startsWith(six, 0x00, 0x64, 0xff, 0x9b)) {
            return isZero(six, 4, 12) && isPublic(Arrays.copyOfRange(six, 12, 16));
        }
        if (startsWith(six, 0x20, 0x02)) {
            return isPublic(Arrays.copyOfRange(six, 2, 6));
        }
        boolean isForProtocols = startsWith(six, 0x20, 0x01) && (six[2] & 0xfe) == 0;
        boolean isDocumentation =
                startsWith(six, 0x20, 0x01, 0x0d, 0xb8)
                        || (startsWith(six, 0x3f, 0xff) && (six[2] & 0xf0) == 0);
        return (six[0] & 0xe0) == 0x20 && !isForProtocols && !isDocumentation;
    }

    private static boolean startsWith(byte[] address, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((address[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(byte[] address, int from, int to) {
        for (int i = from; i < to; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a host as it is written is an address, and no public one. */
    static boolean isRefusedLiteral(String host) {
        String bare =
                host.startsWith("[") && host.endsWith("]")
                        ? host.substring(1, host.length() - 1)
                        : host;
        try {
            return !isPublic(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException _) {
            return "localhost".equals(bare);
        }
    }
}
