package io.sluice.local;

import io.sluice.local.deadletter.DeadLetterRequest;
import io.sluice.local.service.Service;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What was asked for, and nothing that was misspelt. */
sealed interface Arguments {

    /**
     * @param secure whether to make a secured installation
     * @param services to start, beside broker and database
     */
    record Run(boolean fresh, boolean secure, List<Service> services) implements Arguments {}

    record Demo(boolean fresh, boolean secure) implements Arguments {}

    record Status() implements Arguments {}

    record Stop() implements Arguments {}

    record Add(Service service, int port) implements Arguments {}

    record Remove(Service service, int port) implements Arguments {}

    record DeadLetters(DeadLetterRequest request) implements Arguments {}

    /** The words make no sense; the message says which and what was expected. */
    final class Misused extends RuntimeException {

        Misused(String message) {
            super(message);
        }
    }

    String FRESH = "--fresh";
    String SECURE = "--secure";

    static Arguments parse(List<String> words) {
        if (words.isEmpty()) {
            throw new Misused(
                    "command: none (expected: run, demo, status, stop, add, remove or dlt)");
        }
        List<String> rest = words.subList(1, words.size());
        return switch (words.getFirst()) {
            case "run" -> run(rest);
            case "demo" -> {
                Set<String> flags = flags("demo", rest);
                yield new Demo(flags.contains(FRESH), flags.contains(SECURE));
            }
            case "status" -> alone("status", rest, new Status());
            case "stop" -> alone("stop", rest, new Stop());
            case "add" -> new Add(service("add", rest), port("add", rest));
            case "remove" -> new Remove(service("remove", rest), port("remove", rest));
            case "dlt" -> deadLetters(rest);
            case String other ->
                    throw new Misused(
                            "command: "
                                    + other
                                    + " (expected: run, demo, status, stop, add, remove or dlt)");
        };
    }

    private static DeadLetters deadLetters(List<String> rest) {
        try {
            return new DeadLetters(DeadLetterRequest.parse(rest));
        } catch (IllegalArgumentException e) {
            throw new Misused(String.valueOf(e.getMessage()));
        }
    }

    private static Run run(List<String> rest) {
        int only = rest.indexOf("--only");
        if (only < 0) {
            return run(rest, Service.ALL);
        }
        if (only + 1 == rest.size()) {
            throw new Misused("--only: nothing (expected: some of " + names(Service.ALL) + ")");
        }
        List<String> wanted = List.of(rest.get(only + 1).split(",", -1));
        List<String> others = new ArrayList<>(rest);
        others.subList(only, only + 2).clear();
        wanted.forEach(name -> named("--only", name, Service.ALL));
        return run(
                others,
                Service.ALL.stream().filter(service -> wanted.contains(service.name())).toList());
    }

    private static Run run(List<String> rest, List<Service> services) {
        Set<String> flags = flags("run", rest);
        return new Run(flags.contains(FRESH), flags.contains(SECURE), services);
    }

    private static Set<String> flags(String command, List<String> rest) {
        Set<String> flags = new HashSet<>(rest);
        if (flags.size() == rest.size() && Set.of(FRESH, SECURE).containsAll(flags)) {
            return flags;
        }
        throw new Misused(
                command
                        + ": "
                        + String.join(" ", rest)
                        + " (expected: nothing, --fresh or --secure)");
    }

    private static Arguments alone(String command, List<String> rest, Arguments arguments) {
        if (rest.isEmpty()) {
            return arguments;
        }
        throw new Misused(command + ": " + String.join(" ", rest) + " (expected: nothing more)");
    }

    private static Service service(String command, List<String> rest) {
        requireInstance(command, rest);
        return named(command, rest.getFirst(), Service.FOUR);
    }

    private static Service named(String command, String name, List<Service> known) {
        return known.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Misused(
                                        command
                                                + ": "
                                                + name
                                                + " (expected: one of "
                                                + names(known)
                                                + ")"));
    }

    private static int port(String command, List<String> rest) {
        requireInstance(command, rest);
        String text = rest.getLast();
        if (!text.matches("[0-9]{4,5}") || Integer.parseInt(text) > 65_535) {
            throw new Misused("--port: " + text + " (expected: a number from 1024 to 65535)");
        }
        return Integer.parseInt(text);
    }

    private static void requireInstance(String command, List<String> rest) {
        if (rest.size() != 3 || !rest.get(1).equals("--port")) {
            throw new Misused(
                    command + ": " + String.join(" ", rest) + " (expected: SERVICE --port N)");
        }
    }

    private static String names(List<Service> services) {
        return services.stream().map(Service::name).collect(Collectors.joining(", "));
    }
}
