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

    /** Only global unicast (2000::/3), without what is documentation or carries another address. */
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
        boolean isTeredoOrDocumentation =
                startsWith(six, 0x20, 0x01, 0x00, 0x00) || startsWith(six, 0x20, 0x01, 0x0d, 0xb8);
        return (six[0] & 0xe0) == 0x20 && !isTeredoOrDocumentation;
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
