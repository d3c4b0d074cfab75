package io.sluice.ingest.adapter.provider;

import java.util.Map;

/** A JSON value, with numbers as they were written. */
sealed interface JsonValue {

    /** What it is, without its content. */
    default String shape() {
        return switch (this) {
            case Nested _ -> "an object";
            case Listing _ -> "an array";
            case Text(String text) -> "a string of " + text.length() + " characters";
            case Numeral _ -> "a number";
            case Truth _ -> "true or false";
            case Nothing _ -> "null";
        };
    }

    record Nested(Map<String, JsonValue> members) implements JsonValue {}

    record Listing() implements JsonValue {}

    record Text(String text) implements JsonValue {}

    record Numeral(String written) implements JsonValue {}

    record Truth() implements JsonValue {}

    record Nothing() implements JsonValue {}
}
