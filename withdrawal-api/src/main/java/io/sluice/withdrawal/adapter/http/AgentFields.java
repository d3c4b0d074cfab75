package io.sluice.withdrawal.adapter.http;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Currency;
import java.util.Optional;

/** Reads an agent's fields and keeps the first refusal. */
final class AgentFields {

    private final ObjectNode body;
    private @Nullable String refusal;

    AgentFields(ObjectNode body) {
        this.body = body;
    }

    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    void refuse(String why) {
        if (refusal == null) {
            refusal = why;
        }
    }

    String text(String field, int maxLength) {
        String text = optionalText(field, maxLength);
        if (text == null || text.isBlank()) {
            refuse(field + ": missing (expected: text of 1 to " + maxLength + " characters)");
            return "";
        }
        return text;
    }

    @Nullable String optionalText(String field, int maxLength) {
        JsonNode node = body.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        FieldReader reader = new FieldReader(body);
        String text = reader.optionalText(field, maxLength);
        if (!reader.errors().isEmpty()) {
            refuse(field + " (expected: " + reader.errors().getFirst().expected() + ")");
        }
        return text;
    }

    /** An id: a whole number above zero that fits int(11). */
    int number(String field) {
        JsonNode node = body.get(field);
        if (node == null
                || !node.isIntegralNumber()
                || !node.canConvertToInt()
                || node.intValue() < 1) {
            refuse(field + ": missing or no id (expected: a whole number above 0)");
            return 0;
        }
        return node.intValue();
    }

    /** Minor units, a whole number above zero. */
    long amount(String field) {
        JsonNode node = body.get(field);
        if (node == null
                || !node.isIntegralNumber()
                || !node.canConvertToLong()
                || node.longValue() < 1) {
            refuse(field + ": missing or no amount (expected: whole minor units above 0)");
            return 0;
        }
        return node.longValue();
    }

    Optional<Currency> currency(String field) {
        String code = text(field, 3);
        try {
            return Optional.of(Currency.getInstance(code));
        } catch (IllegalArgumentException _) {
            refuse(field + ": unknown (expected: an ISO 4217 code)");
            return Optional.empty();
        }
    }
}
