package io.sluice.messaging;

import io.sluice.contracts.DeadLetterHeaders;
import io.sluice.contracts.Topics;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Sets records aside, as {@link DeadLetterHeaders} says. */
final class DeadLetters {

    private DeadLetters() {}

    static EncodedEvent deadLetter(RawRecord record, String consumer, String reason, Clock clock) {
        Map<String, String> headers = new HashMap<>(record.headers());
        headers.remove(DeadLetterHeaders.REDRIVE);
        headers.remove(DeadLetterHeaders.ADDRESSEE);
        headers.put(DeadLetterHeaders.CONSUMER, consumer);
        headers.put(DeadLetterHeaders.TOPIC, record.origin().topic());
        headers.put(DeadLetterHeaders.PARTITION, Integer.toString(record.origin().partition()));
        headers.put(DeadLetterHeaders.OFFSET, Long.toString(record.origin().offset()));
        headers.put(DeadLetterHeaders.REASON, reason);
        headers.put(DeadLetterHeaders.TIME, clock.instant().toString());
        String key = record.key() == null ? "" : record.key();
        return new EncodedEvent(
                Topics.deadLetter(record.origin().topic()),
                record.origin().partition(),
                key,
                headers,
                record.payload());
    }
}
