package io.sluice.messaging;

import io.sluice.contracts.Topics;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * The headers by which dead letters, and the records that end them, are told.
 *
 * <p>A dead letter is the record as it was, on {@code <topic>.dlt} in the same partition, with the
 * {@code sluice-dead-letter-} headers. It ends with a copy on the original topic that names it in
 * {@value #REDRIVE} (handle this now) or {@value #DISCARD} (go on without), addressed to the one
 * consumer that set it aside.
 */
public final class DeadLetters {

    public static final String CONSUMER = "sluice-dead-letter-consumer";
    public static final String TOPIC = "sluice-dead-letter-topic";
    public static final String PARTITION = "sluice-dead-letter-partition";
    public static final String OFFSET = "sluice-dead-letter-offset";
    public static final String REASON = "sluice-dead-letter-reason";
    public static final String TIME = "sluice-dead-letter-time";

    public static final String REDRIVE = "sluice-redrive";
    public static final String DISCARD = "sluice-discard";
    public static final String ADDRESSEE = "sluice-addressee";

    private DeadLetters() {}

    static EncodedEvent deadLetter(RawRecord record, String consumer, String reason, Clock clock) {
        Map<String, String> headers = new HashMap<>(record.headers());
        headers.remove(REDRIVE);
        headers.remove(ADDRESSEE);
        headers.put(CONSUMER, consumer);
        headers.put(TOPIC, record.origin().topic());
        headers.put(PARTITION, Integer.toString(record.origin().partition()));
        headers.put(OFFSET, Long.toString(record.origin().offset()));
        headers.put(REASON, reason);
        headers.put(TIME, clock.instant().toString());
        String key = record.key() == null ? "" : record.key();
        return new EncodedEvent(
                Topics.deadLetter(record.origin().topic()),
                record.origin().partition(),
                key,
                headers,
                record.payload());
    }
}
