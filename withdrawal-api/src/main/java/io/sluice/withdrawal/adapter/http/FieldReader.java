package io.sluice.withdrawal.adapter.http;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads an object's fields and collects what is wrong with them. */
final class FieldReader {

    private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,18}");

    private final ObjectNode object;
    private final List<Problem.FieldError> errors = new ArrayList<>();

    FieldReader(ObjectNode object) {
        this.object = object;
    }

    List<Problem.FieldError> errors() {
        return errors;
    }

    void error(String field, String expected) {
        errors.add(new Problem.FieldError(field, expected));
    }

    /** Text in any script, NFC, without control characters, not blank; "" after an error. */
    String text(String field, int maxLength) {
        String expected = "text of 1 to " + maxLength + " characters, not blank";
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            error(field, expected + "; it is missing");
            return "";
        }
        @Nullable String text = checked(field, node, maxLength, expected);
        if (text == null) {
            return "";
        }
        if (Texts.isBlank(text)) {
            error(field, expected + "; it is blank");
            return "";
        }
        return text;
    }

    /** Null where it is absent or null. */
    @Nullable String optionalText(String field, int maxLength) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        return checked(field, node, maxLength, "text of at most " + maxLength + " characters");
    }

    private @Nullable String checked(String field, JsonNode node, int maxLength, String expected) {
        if (!node.isString()) {
            error(field, expected + "; it is " + shape(node));
            return null;
        }
        Optional<String> fault = Texts.fault(node.stringValue(), maxLength);
        if (fault.isPresent()) {
            error(field, expected + "; " + fault.get());
            return null;
        }
        return Texts.normal(node.stringValue());
    }

    /** A positive whole number of minor units, as number or string; 0 after an error. */
    long amount(String field) {
        String expected = "a positive whole number of minor units, as number or string";
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            error(field, expected + "; it is missing");
            return 0;
        }
        OptionalLong amount =
                node.isString()
                        ? whole(node.stringValue())
                        : node.isIntegralNumber() ? whole(node.asString()) : OptionalLong.empty();
        if (amount.isEmpty()) {
            error(field, expected + "; it is " + shape(node));
        }
        return amount.orElse(0);
    }

    private static OptionalLong whole(String digits) {
        if (!WHOLE.matcher(digits).matches()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(digits));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    /** What kind of value it is, without the value. */
    static String shape(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "text of " + node.stringValue().length() + " characters";
            case NUMBER ->
                    node.isIntegralNumber()
                            ? "a whole number of " + node.asString().length() + " characters"
                            : "a number with a fraction or exponent";
            case BOOLEAN -> "true or false";
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case NULL, MISSING -> "missing";
            case BINARY, POJO -> "something else";
        };
    }
}
