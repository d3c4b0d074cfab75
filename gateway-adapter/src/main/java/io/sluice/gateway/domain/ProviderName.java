package io.sluice.gateway.domain;

import java.util.regex.Pattern;

/** A gateway as routes, events and settings name it. */
public record ProviderName(String value) {

    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public ProviderName {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "provider: " + value.length() + " characters (expected: " + SHAPE + ")");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
