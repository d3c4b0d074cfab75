package io.sluice.ingest.domain;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The id of a kept callback: a UUIDv7, so that ids sort by the time of arrival. */
public record CallbackId(UUID value) {

    public static CallbackId mint(Instant now, RandomGenerator random) {
        long high = (now.toEpochMilli() << 16) | 0x7000L | (random.nextLong() & 0xfffL);
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new CallbackId(new UUID(high, low));
    }

    /** Below every id that is minted from this moment on, and above all from before. */
    public static CallbackId floor(Instant moment) {
        return new CallbackId(
                new UUID((moment.toEpochMilli() << 16) | 0x7000L, 0x8000_0000_0000_0000L));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
