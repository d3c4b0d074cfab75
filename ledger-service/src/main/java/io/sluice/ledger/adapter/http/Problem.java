package io.sluice.ledger.adapter.http;

import java.util.List;

/**
 * An error as RFC 9457 says it.
 *
 * @param code the stable code; the type is a URN of it
 * @param errors which fields, and what was expected of them
 */
record Problem(int status, String code, String title, String detail, List<Field> errors) {

    static final Problem UNAUTHORIZED =
            new Problem(
                    401,
                    "unauthorized",
                    "Unauthorized",
                    "Authorization: missing or unknown (expected: Bearer and an operator's token)",
                    List.of());

    static final Problem FORBIDDEN =
            new Problem(
                    403,
                    "forbidden",
                    "Forbidden",
                    "role: may not do this (expected: OPERATOR)",
                    List.of());

    static final Problem REFERENCE_REUSED =
            new Problem(
                    409,
                    "reference_reused",
                    "Reference reused",
                    "reference: used before with other content (expected: a new one)",
                    List.of());

    static final Problem UNDECIDED =
            new Problem(
                    503,
                    "undecided",
                    "Not decided yet",
                    "It is not known yet what became of the request; sending it again is safe",
                    List.of());

    static final Problem UNAVAILABLE =
            new Problem(
                    503,
                    "unavailable",
                    "Unavailable",
                    "The database is away or busy; asking again is safe",
                    List.of());

    Problem {
        errors = List.copyOf(errors);
    }

    /** One field and what was expected of it. */
    record Field(String field, String expected) {}

    static Problem validation(List<Field> errors) {
        return new Problem(
                400, "validation_failed", "Bad request", "Some fields are not as expected", errors);
    }
}
