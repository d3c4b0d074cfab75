package io.sluice.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A callback that was changed on its way.
 *
 * @param kind what was done to it
 * @param headers header lines, each ended by CRLF
 */
record Mutant(Due due, String kind, String path, String headers, byte[] body) {

    /** What must come of it. */
    enum Due {
        /** Whoever sent it has no valid signature. */
        FORGED(401),
        /** No valid signature; and it may be that it cannot even be read. */
        FORGED_OR_UNREADABLE(400, 401),
        /** Well signed, but not of the promised shape. */
        UNREADABLE(400),
        /** Well signed and well formed. */
        KEPT(200),
        /** Well signed; a lucky mutation may have left it well formed. */
        KEPT_OR_UNREADABLE(200, 400);

        private final Set<Integer> statuses;

        Due(Integer... statuses) {
            this.statuses = Set.of(statuses);
        }

        boolean allows(int status) {
            return statuses.contains(status);
        }
    }

    byte[] request() {
        return Pipeline.post(path, headers, body);
    }

    @Override
    public String toString() {
        return "%s (expected: %s): %s%s"
                .formatted(kind, due, headers, new String(body, StandardCharsets.UTF_8));
    }
}
