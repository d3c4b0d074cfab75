package io.sluice.messaging.access;

import org.jspecify.annotations.Nullable;

/** Broker or database do not let this service do its work; waiting does not help. */
final class AccessRefused extends RuntimeException {

    private final String expected;

    /**
     * @param refusal what was refused, to whom
     * @param expected what an operator has to set right
     */
    AccessRefused(String refusal, String expected, @Nullable Throwable cause) {
        super(refusal, cause);
        this.expected = expected;
    }

    String expected() {
        return expected;
    }
}
