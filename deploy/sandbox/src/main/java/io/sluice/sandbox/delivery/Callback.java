package io.sluice.sandbox.delivery;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/** One callback to be sent until it is accepted. */
public interface Callback {

    URI address();

    /** Headers and body of an attempt; called anew for each, so that each carries its own stamp. */
    Attempt attempt(Instant now);

    /** Whether the receiver's answer ends the attempts. */
    boolean acceptedBy(Answer answer);

    /**
     * Told after each attempt.
     *
     * @param status the HTTP status, or 0 when none came
     */
    void attempted(int attempts, int status, Progress progress);

    /** What came back; header names in lower case. */
    record Answer(int status, Map<String, String> headers, String body) {}

    /** Where a callback stands after an attempt. */
    enum Progress {
        DELIVERED,
        FAILED,
        DEAD
    }

    /** What goes over the wire. */
    record Attempt(Map<String, String> headers, byte[] body) {}
}
