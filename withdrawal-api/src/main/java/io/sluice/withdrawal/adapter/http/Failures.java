package io.sluice.withdrawal.adapter.http;

import java.util.stream.Stream;

/** Says what failed without the values that were in it. */
final class Failures {

    private Failures() {}

    /** The kinds of the exception and its causes, and who threw it or had the JDK throw it. */
    static String describe(Throwable failure) {
        StringBuilder kinds = new StringBuilder(failure.getClass().getName());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            kinds.append(" <- ").append(cause.getClass().getName());
        }
        Stream.of(failure.getStackTrace())
                .filter(frame -> !frame.getClassName().startsWith("java."))
                .filter(frame -> !frame.getClassName().startsWith("jdk."))
                .findFirst()
                .ifPresent(frame -> kinds.append(" at ").append(frame));
        return kinds.toString();
    }
}
