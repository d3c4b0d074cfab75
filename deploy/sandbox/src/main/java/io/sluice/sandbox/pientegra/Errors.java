package io.sluice.sandbox.pientegra;

import io.sluice.sandbox.http.JsonAnswer;

/** Pientegra's error answers. */
final class Errors {

    private Errors() {}

    static JsonAnswer of(int status, String error, String message) {
        return JsonAnswer.of(status, new Body(error, message));
    }

    static JsonAnswer unauthorized() {
        return of(
                401,
                "unauthorized",
                "Authorization: no valid key (expected: Bearer and the site's key)");
    }

    static JsonAnswer validation(String message) {
        return of(400, "validation_failed", message);
    }

    static JsonAnswer notFound(String what) {
        return of(404, "not_found", what + ": not known");
    }

    static JsonAnswer tooManyRequests() {
        return of(429, "rate_limited", "too many requests; repeat later with the same key")
                .with("Retry-After", "1");
    }

    static JsonAnswer maintenance() {
        return of(503, "maintenance", "closed for maintenance; repeat later with the same key")
                .with("Retry-After", "1");
    }

    static JsonAnswer serverError() {
        return of(500, "internal_error", "something went wrong");
    }

    private record Body(String error, String message) {}
}
