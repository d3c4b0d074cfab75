package io.sluice.withdrawal.adapter.http;

/** Says what failed without the values that were in it. */
final class Failures {

    private Failures() {}

    /** The kinds of the exception and its causes, and where the first was thrown. */
    static String describe(Throwable failure) {
        StringBuilder kinds = new StringBuilder(failure.getClass().getName());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            kinds.append(" <- ").append(cause.getClass().getName());
        }
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length == 0 ? kinds.toString() : kinds + " at " + trace[0];
    }
}
