package io.sluice.sandbox.partner;

/**
 * How the partner's endpoints answer.
 *
 * @param status 0 for what the endpoint answers of its own
 * @param delayMs how long the answer is held back
 */
record Manners(int status, long delayMs) {

    static final Manners USUAL = new Manners(0, 0);
    private static final long LONGEST_DELAY_MS = 600_000;

    Manners {
        if (status != 0 && (status < 200 || status > 599)) {
            throw new IllegalArgumentException(
                    "status: " + status + " (expected: 200 to 599, or 0)");
        }
        if (delayMs < 0 || delayMs > LONGEST_DELAY_MS) {
            throw new IllegalArgumentException(
                    "delayMs: " + delayMs + " (expected: 0 to " + LONGEST_DELAY_MS + ")");
        }
    }
}
