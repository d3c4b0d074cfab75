package io.sluice.messaging;

import java.util.List;

/** What a batch led to, to be acknowledged by the broker before the batch's offsets move. */
public record BatchResult(List<EncodedEvent> outcomes) {

    private static final BatchResult DONE = new BatchResult(List.of());

    public BatchResult {
        outcomes = List.copyOf(outcomes);
    }

    public static BatchResult done() {
        return DONE;
    }
}
