package io.sluice.verification.simulation.world;

import org.jspecify.annotations.Nullable;

/** Something that must always hold does not. */
public final class Violation extends AssertionError {

    private static final long serialVersionUID = 1L;

    public Violation(String what) {
        super(what);
    }

    /**
     * @param values are only put into words when it does not hold
     */
    @SuppressWarnings("AnnotateFormatMethod") // would be a dependency for one method
    public static void unless(boolean holds, String what, @Nullable Object... values) {
        if (!holds) {
            throw new Violation(what.formatted(values));
        }
    }
}
