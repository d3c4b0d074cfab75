package io.sluice.local.demo;

import java.util.Locale;
import java.util.Objects;

/**
 * Something that must hold, and whether it does.
 *
 * @param detail what was found and, if that is wrong, what was expected
 */
record Check(String what, boolean holds, String detail) {

    static Check equal(String what, Object found, Object expected) {
        boolean holds = Objects.equals(found, expected);
        String detail =
                holds
                        ? String.valueOf(found)
                        : String.format(Locale.ROOT, "%s (expected: %s)", found, expected);
        return new Check(what, holds, detail);
    }
}
