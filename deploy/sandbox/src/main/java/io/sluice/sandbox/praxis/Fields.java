package io.sluice.sandbox.praxis;

import io.sluice.sandbox.http.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.util.Currency;
import java.util.Set;

/** The fields of a request, read strictly; no message holds a value. */
record Fields(JsonNode json) {

    /**
     * @throws Refused when the body is no JSON object
     */
    static Fields of(byte[] body) throws Refused {
        try {
            JsonNode json = Json.MAPPER.readTree(body);
            if (json != null && json.isObject()) {
                return new Fields(json);
            }
        } catch (JacksonException _) {
            // Its message would repeat the body.
        }
        throw new Refused("not JSON (expected: a JSON object)");
    }

    void onlyOf(Set<String> known) throws Refused {
        for (String name : json.propertyNames()) {
            if (!known.contains(name)) {
                String shown = name.substring(0, Math.min(name.length(), 40));
                throw new Refused(shown + ": unknown field (expected: a documented field)");
            }
        }
    }

    String text(String name, int longest) throws Refused {
        String text = textOrNull(name, longest);
        if (text == null || text.isBlank()) {
            throw new Refused(name + ": missing or blank (expected: text)");
        }
        return text;
    }

    @Nullable String textOrNull(String name, int longest) throws Refused {
        JsonNode value = json.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString() || value.stringValue().length() > longest) {
            throw new Refused(name + ": not usable (expected: text of at most " + longest + ")");
        }
        return value.stringValue();
    }

    /** A positive whole number, given as a JSON number. */
    long whole(String name) throws Refused {
        JsonNode value = json.get(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new Refused(name + ": no whole number (expected: integer)");
        }
        if (value.longValue() <= 0) {
            throw new Refused(name + ": not positive (expected: > 0)");
        }
        return value.longValue();
    }

    String currency() throws Refused {
        try {
            return Currency.getInstance(text("currency", 3)).getCurrencyCode();
        } catch (IllegalArgumentException _) {
            throw new Refused("currency: unknown code (expected: ISO 4217)");
        }
    }

    Fields object(String name) throws Refused {
        JsonNode value = json.get(name);
        if (value == null || !value.isObject()) {
            throw new Refused(name + ": missing (expected: an object)");
        }
        return new Fields(value);
    }

    /** What a signature covers: the text of a value, nothing for null and absent. */
    @Nullable String signed(String name) {
        JsonNode value = json.get(name);
        if (value == null || value.isNull() || value.isContainer()) {
            return null;
        }
        return value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asString();
    }

    /** Answered with the status and the message as its description. */
    static final class Refused extends Exception {
        private final int status;

        Refused(String message) {
            this(400, message);
        }

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }

        String description() {
            return String.valueOf(getMessage());
        }
    }
}
