package io.sluice.withdrawal.adapter.http;

import io.sluice.messaging.observe.Traces;

import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the headers that partners send. */
final class Headers {

    private static final Pattern UUID_V4_OR_V7 =
            Pattern.compile(
                    "[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern WAIT = Pattern.compile("wait=([0-9]{1,4})");
    private static final int MAX_WAIT_SECONDS = 10;
    private static final String BEARER = "bearer ";

    private Headers() {}

    /** The token of {@code Authorization: Bearer ...}. */
    static Optional<String> bearer(ServerRequest request) {
        List<String> values = request.headers().header("Authorization");
        if (values.size() != 1 || !values.getFirst().toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return Optional.empty();
        }
        String token = values.getFirst().substring(BEARER.length()).strip();
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }

    /** A UUID of version 4 or 7, bare or as a quoted string. */
    static Checked<UUID> idempotencyKey(ServerRequest request) {
        List<String> values = request.headers().header("Idempotency-Key");
        if (values.size() == 1) {
            String text = unquoted(values.getFirst().strip()).toLowerCase(Locale.ROOT);
            if (UUID_V4_OR_V7.matcher(text).matches()) {
                return new Checked.Good<>(UUID.fromString(text));
            }
        }
        String seen =
                switch (values.size()) {
                    case 0 -> "it is missing";
                    case 1 -> "it has " + values.getFirst().length() + " characters";
                    default -> "it is there " + values.size() + " times";
                };
        return new Checked.Bad<>(
                Problem.invalid(
                        List.of(
                                new Problem.FieldError(
                                        "Idempotency-Key",
                                        "one UUID of version 4 or 7, bare or quoted; " + seen))));
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /** How long the caller wants to wait for the end, bounded; empty: not at all. */
    static Optional<Duration> preferWait(ServerRequest request) {
        for (String header : request.headers().header("Prefer")) {
            for (String preference : header.split("[,;]", -1)) {
                Matcher wait = WAIT.matcher(preference.strip().toLowerCase(Locale.ROOT));
                if (wait.matches()) {
                    int seconds = Integer.parseInt(wait.group(1));
                    return Optional.of(Duration.ofSeconds(Math.min(seconds, MAX_WAIT_SECONDS)));
                }
            }
        }
        return Optional.empty();
    }

    /** The request's own span, else the caller's, else the start of a new trace; always the same. */
    static String traceparent(ServerRequest request) {
        return (String)
                request.attributes()
                        .computeIfAbsent(Traces.TRACEPARENT, _ -> givenTraceparent(request));
    }

    private static String givenTraceparent(ServerRequest request) {
        @Nullable String given = request.headers().firstHeader(Traces.TRACEPARENT);
        if (given != null && TRACEPARENT.matcher(given).matches()) {
            return given;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return "00-"
                + hex.toHexDigits(random.nextLong() | 1)
                + hex.toHexDigits(random.nextLong())
                + "-"
                + hex.toHexDigits(random.nextLong() | 1)
                + "-01";
    }
}
