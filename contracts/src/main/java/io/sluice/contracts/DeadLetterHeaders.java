package io.sluice.contracts;

/**
 * The headers by which dead letters, and the records that end them, are told.
 *
 * <p>A dead letter is the record as it was, on {@code <topic>.dlt} in the same partition, with the
 * {@code sluice-dead-letter-} headers. It ends with a copy on the original topic that names it, as
 * {@code topic/partition/offset}, in {@value #REDRIVE} (handle this now) or {@value #DISCARD} (go on
 * without), addressed to the one consumer that set it aside.
 */
public final class DeadLetterHeaders {

    public static final String CONSUMER = "sluice-dead-letter-consumer";
    public static final String TOPIC = "sluice-dead-letter-topic";
    public static final String PARTITION = "sluice-dead-letter-partition";
    public static final String OFFSET = "sluice-dead-letter-offset";
    public static final String REASON = "sluice-dead-letter-reason";
    public static final String TIME = "sluice-dead-letter-time";

    public static final String REDRIVE = "sluice-redrive";
    public static final String DISCARD = "sluice-discard";
    public static final String ADDRESSEE = "sluice-addressee";

    private DeadLetterHeaders() {}
}
