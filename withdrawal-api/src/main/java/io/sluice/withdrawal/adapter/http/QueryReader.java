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

    @Nullable String text(String name) {
        return request.queryParam(name).orElse(null);
    }

    @Nullable Instant time(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
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
