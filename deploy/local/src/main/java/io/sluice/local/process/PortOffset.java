package io.sluice.local.process;

import java.util.Optional;

/**
 * Moves every port by {@code SLUICE_PORT_OFFSET}, so that a second platform, the tests' own, stands
 * beside a running one.
 */
public final class PortOffset {

    private static final int MOST = 40_000;
    private static final int OFFSET =
            Optional.ofNullable(System.getenv("SLUICE_PORT_OFFSET"))
                    .map(PortOffset::parse)
                    .orElse(0);

    private PortOffset() {}

    /** Where a part that usually listens here listens on this platform. */
    public static int of(int usualPort) {
        return usualPort + OFFSET;
    }

    private static int parse(String text) {
        try {
            int offset = Integer.parseInt(text);
            if (offset >= 0 && offset <= MOST) {
                return offset;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new PlainFailure(
                "SLUICE_PORT_OFFSET: "
                        + text
                        + " (expected: a whole number from 0 to "
                        + MOST
                        + ")");
    }
}
