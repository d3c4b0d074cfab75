package io.sluice.contracts;

import java.nio.ByteBuffer;
import java.util.UUID;

/** An event's id, derived from its cause: the same event, emitted again, has the same id. */
public record EventId(UUID value) {

    /**
     * A UUIDv8 (RFC 9562) over what caused the event and what tells it from its siblings.
     *
     * @param cause the id of the command, fact or row that made the event
     * @param name what the event is among all that this cause makes
     */
    public static EventId derived(String cause, String name) {
        ByteBuffer hash = ByteBuffer.wrap(Slot.sha256(cause + "\n" + name));
        long high = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000L;
        long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new EventId(new UUID(high, low));
    }

    public static EventId of(String text) {
        return new EventId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
