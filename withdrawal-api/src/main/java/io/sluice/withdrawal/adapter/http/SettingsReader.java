package io.sluice.withdrawal.adapter.http;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Reads the settings that a body names, as columns and values, and collects what is wrong. */
final class SettingsReader {

    private static final int MOST_IN_A_LIST = 300;

    private final ObjectNode body;
    private final FieldReader fields;
    private final Map<String, @Nullable Object> changes = new LinkedHashMap<>();

    SettingsReader(ObjectNode body) {
        this.body = body;
        this.fields = new FieldReader(body);
    }

    Checked<Map<String, @Nullable Object>> result() {
        return fields.errors().isEmpty()
                ? new Checked.Good<>(changes)
                : new Checked.Bad<>(Problem.invalid(fields.errors()));
    }

    void oneOf(String field, List<String> values) {
        JsonNode node = body.get(field);
        if (node == null) {
            return;
        }
        if (node.isString() && values.contains(node.stringValue())) {
            change(field, node.stringValue());
        } else {
            fields.error(field, "one of " + values);
        }
    }

    void flag(String field) {
        JsonNode node = body.get(field);
        if (node == null) {
            return;
        }
        if (node.isBoolean()) {
            change(field, node.booleanValue());
        } else {
            fields.error(field, "true or false");
        }
    }

    void optional(String field, Predicate<String> valid, String expected) {
        JsonNode node = body.get(field);
        if (node == null) {
            return;
        }
        if (node.isNull()) {
            change(field, null);
        } else if (node.isString() && valid.test(node.stringValue())) {
            change(field, node.stringValue());
        } else {
            fields.error(field, expected + ", or null");
        }
    }

    void texts(String field, Predicate<String> valid, String expected) {
        JsonNode node = body.get(field);
        if (node == null) {
            return;
        }
        boolean good = node.isArray() && node.size() <= MOST_IN_A_LIST;
        for (int i = 0; good && i < node.size(); i++) {
            good = node.get(i).isString() && valid.test(node.get(i).stringValue());
        }
        if (good) {
            change(
                    field,
                    node.valueStream()
                            .map(JsonNode::stringValue)
                            .distinct()
                            .toArray(String[]::new));
        } else {
            fields.error(field, "a list of " + expected);
        }
    }

    /** Minor units; null clears. */
    void amount(String field) {
        JsonNode node = body.get(field);
        if (node != null) {
            change(field, node.isNull() ? null : Long.valueOf(fields.amount(field)));
        }
    }

    /** A whole number above zero. */
    void number(String field, boolean nullable) {
        JsonNode node = body.get(field);
        if (node == null) {
            return;
        }
        if (node.isNull() && nullable) {
            change(field, null);
        } else if (node.isIntegralNumber() && node.canConvertToInt() && node.intValue() > 0) {
            change(field, node.intValue());
        } else {
            fields.error(field, "a whole number above 0" + (nullable ? ", or null" : ""));
        }
    }

    private void change(String field, @Nullable Object value) {
        changes.put(field.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT), value);
    }
}
