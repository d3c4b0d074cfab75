package io.sluice.messaging.observe;

import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line about one withdrawal, found by the id that a partner quotes and beside the spans of its
 * trace: fields {@value #WITHDRAWAL} and {@value #TRACE} (ECS).
 *
 * <p>Batches and reactive chains mix withdrawals on one thread, so they are named at the line and
 * never kept with the thread.
 */
public final class LogLine {

    public static final String WITHDRAWAL = "sluice.withdrawal.id";

    static final String TRACE = "trace.id";

    /** What comes from outside is not to write a field of its own. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-.*");

    private LogLine() {}

    /**
     * The line with as much of both as is known.
     *
     * @param withdrawal its id
     * @param traceparent W3C trace context; one that is malformed adds nothing
     */
    public static LoggingEventBuilder about(
            LoggingEventBuilder line, @Nullable Object withdrawal, @Nullable String traceparent) {
        LoggingEventBuilder named =
                withdrawal == null ? line : line.addKeyValue(WITHDRAWAL, withdrawal.toString());
        Matcher trace = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
        return trace.matches() ? named.addKeyValue(TRACE, trace.group(1)) : named;
    }
}
