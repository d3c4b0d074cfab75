package io.sluice.local.service;

import io.sluice.local.process.PlainFailure;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How many of each of the four services are started.
 *
 * @param count of each
 */
public record Instances(int count) {

    private static final String SETTING = "SLUICE_INSTANCES";
    private static final int MOST = 4;

    /** As many as {@code SLUICE_INSTANCES} says: one of each, unless it is set. */
    public static int asked() {
        String text = Optional.ofNullable(System.getenv(SETTING)).orElse("1");
        if (!text.matches("[1-" + MOST + "]")) {
            throw new PlainFailure(
                    SETTING + ": " + text + " (expected: a number from 1 to " + MOST + ")");
        }
        return Integer.parseInt(text);
    }

    /** The ports at which they listen, the first one's first. */
    public List<Integer> ports(Service service) {
        return IntStream.rangeClosed(1, Service.FOUR.contains(service) ? count : 1)
                .mapToObj(service::port)
                .toList();
    }
}
