package io.sluice.messaging;

import java.util.List;

/**
 * What a batch led to, to be acknowledged by the broker before the batch's offsets move.
 *
 * @param sent is run once the broker has acknowledged all outcomes, on the listener's thread
 */
public record BatchResult(List<EncodedEvent> outcomes, Runnable sent) {

    private static final BatchResult DONE = new BatchResult(List.of());

    public BatchResult {
        outcomes = List.copyOf(outcomes);
    }

    public BatchResult(List<EncodedEvent> outcomes) {
        this(outcomes, () -> {});
    }

    public static BatchResult done() {
        return DONE;
    }
}
