package io.sluice.contracts;

/**
 * What has become of a withdrawal's amount, in minor units: requested = settled + released +
 * outstanding; what came back is counted beside it, never above what was settled.
 */
public record Totals(long requested, long settled, long released, long returned, long outstanding) {

    public Totals {
        if (settled < 0 || released < 0 || returned < 0 || outstanding < 0) {
            throw new IllegalArgumentException("totals: negative (expected: all >= 0)");
        }
        if (requested != Math.addExact(Math.addExact(settled, released), outstanding)) {
            throw new IllegalArgumentException(
                    "totals: requested "
                            + requested
                            + " (expected: settled + released + outstanding)");
        }
        if (returned > settled) {
            throw new IllegalArgumentException(
                    "totals: returned " + returned + " (expected: <= settled " + settled + ")");
        }
    }
}
