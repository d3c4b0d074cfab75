package io.sluice.messaging;

/** Where a record lies: {@code topic/partition/offset}. */
public record Origin(String topic, int partition, long offset) {

    public static Origin parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new UndecodableEvent("origin: malformed (expected: topic/partition/offset)");
        }
        try {
            return new Origin(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
        } catch (NumberFormatException _) {
            throw new UndecodableEvent("origin: malformed (expected: topic/partition/offset)");
        }
    }

    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
