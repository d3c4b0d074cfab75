package io.sluice.ledger.adapter.http;

import io.sluice.ledger.adapter.http.Problem.Field;

import java.util.List;

/** A request whose fields are not as expected. */
final class BadRequest extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Field> errors;

    BadRequest(List<Field> errors) {
        super("fields not as expected: " + errors.stream().map(Field::field).toList());
        this.errors = List.copyOf(errors);
    }

    BadRequest(String field, String expected) {
        this(List.of(new Field(field, expected)));
    }

    Problem problem() {
        return Problem.validation(errors);
    }
}
