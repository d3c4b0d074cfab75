package io.sluice.withdrawal.adapter.http;

import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Reads a query's parameters and collects what is wrong with them. */
final class QueryReader {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;

    /** Nothing happened outside these, and no database knows all the times that text can name. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final ServerRequest request;
    private final List<Problem.FieldError> errors = new ArrayList<>();

    QueryReader(ServerRequest request) {
        this.request = request;
    }

    List<Problem.FieldError> errors() {
        return errors;
    }

    void error(String name, String expected) {
        errors.add(new Problem.FieldError(name, expected));
    }

    /** As it was sent; what has control characters is refused, since no database takes it. */
    @Nullable String text(String name) {
        String text = request.queryParam(name).orElse(null);
        if (text != null && Texts.fault(text, Integer.MAX_VALUE).isPresent()) {
            error(name, "text without control characters");
            return null;
        }
        return text;
    }

    /** As a body's field with the same text would be read. */
    @Nullable String text(String name, int maxLength) {
        String text = request.queryParam(name).orElse(null);
        if (text == null) {
            return null;
        }
        Texts.fault(text, maxLength)
                .ifPresent(
                        fault ->
                                error(
                                        name,
                                        "text of at most " + maxLength + " characters; " + fault));
        return Texts.normal(text);
    }

    @Nullable Long number(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            error(name, "a whole number");
            return null;
        }
    }

    @Nullable Instant time(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            return time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
        } catch (DateTimeException _) {
            error(name, "a time in ISO 8601 with its offset, like 2026-04-28T13:00:00Z");
            return null;
        }
    }

    int limit() {
        String text = text("limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // answered below
        }
        error("limit", "a whole number from 1 to " + MAX_LIMIT);
        return DEFAULT_LIMIT;
    }
}
