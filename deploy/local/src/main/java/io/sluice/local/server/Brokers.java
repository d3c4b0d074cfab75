package io.sluice.local.server;

import io.sluice.local.process.PlainFailure;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many brokers there are: one, or three that keep three copies of everything and acknowledge
 * what two of them have. It is said when the data is made, and stays with it.
 *
 * @param firstPort where the first listens
 * @param firstControllerPort where it listens for the others of its quorum
 */
public record Brokers(int count, int firstPort, int firstControllerPort) {

    private static final String SETTING = "SLUICE_BROKERS";

    /** Each has a port for clients and one for the others of its quorum. */
    private static final int PORTS_EACH = 2;

    /** As many as {@code SLUICE_BROKERS} says: one, unless it is set. */
    public static int asked() {
        String text = Optional.ofNullable(System.getenv(SETTING)).orElse("1");
        return switch (text) {
            case "1" -> 1;
            case "3" -> 3;
            default -> throw new PlainFailure(SETTING + ": " + text + " (expected: 1 or 3)");
        };
    }

    /** Their numbers, from 1. */
    public List<Integer> numbers() {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }

    boolean areSeveral() {
        return count > 1;
    }

    /** Where a broker listens. */
    public int port(int number) {
        return firstPort + PORTS_EACH * (number - 1);
    }

    /** Where a broker listens for the others of its quorum. */
    public int controllerPort(int number) {
        return firstControllerPort + PORTS_EACH * (number - 1);
    }

    /** Which broker listens there. */
    public int numberAt(int port) {
        return 1 + (port - firstPort) / PORTS_EACH;
    }

    /** All of them, for clients. */
    public String addresses() {
        return numbers().stream()
                .map(number -> "localhost:" + port(number))
                .collect(Collectors.joining(","));
    }

    /** All of them, for each other. */
    String voters() {
        return numbers().stream()
                .map(number -> number + "@localhost:" + controllerPort(number))
                .collect(Collectors.joining(","));
    }
}
