package io.sluice.withdrawal.adapter.http;

import io.sluice.withdrawal.domain.Application;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** An application's settings as operators read and change them. */
final class ApplicationBody {

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final int MOST_IN_A_LIST = 300;

    private final JsonMapper json;
    private final Set<String> gateways;
    private final Predicate<String> webhookUrl;

    /**
     * @param gateways those that there are
     * @param webhookUrl whether an address may be sent webhooks
     */
    ApplicationBody(JsonMapper json, Set<String> gateways, Predicate<String> webhookUrl) {
        this.json = json;
        this.gateways = Set.copyOf(gateways);
        this.webhookUrl = webhookUrl;
    }

    ObjectNode write(Application application) {
        Application.Limits limits = application.limits();
        ObjectNode body =
                json.createObjectNode()
                        .put("balanceModel", application.balanceModel().name())
                        .put("processing", application.processing().name())
                        .put("separateTraceId", application.separateTraceId())
                        .put("defaultGateway", application.defaultGateway());
        list(body, "route", application.route());
        list(body, "currencies", application.currencies().stream().sorted().toList());
        list(body, "countries", application.countries().stream().sorted().toList());
        body.put("minAmount", text(limits.minAmount()))
                .put("maxAmount", text(limits.maxAmount()))
                .put("dailyLimitPerUser", text(limits.dailyPerUser()))
                .put("reviewThreshold", text(limits.reviewThreshold()))
                .put("reviewExpirySeconds", application.reviewExpiry().toSeconds())
                .put(
                        "reserveExpirySeconds",
                        application.reserveExpiry() == null
                                ? null
                                : Long.valueOf(application.reserveExpiry().toSeconds()))
                .put("ratePerMinute", application.ratePerMinute());
        list(body, "allowedAddresses", application.allowedAddresses());
        return body.put("notificationStyle", application.notificationStyle().name())
                .put("webhookUrl", application.endpoint().url())
                .put("webhookDisabled", application.endpoint().disabled());
    }

    private static void list(ObjectNode body, String field, Collection<String> values) {
        var list = body.putArray(field);
        values.forEach(list::add);
    }

    private static @Nullable String text(@Nullable Long amount) {
        return amount == null ? null : Long.toString(amount);
    }

    /** Column to value, of what the body names. */
    Checked<Map<String, @Nullable Object>> read(ObjectNode body) {
        FieldReader fields = new FieldReader(body);
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        oneOf(body, fields, changes, "balanceModel", List.of("PRE_RESERVE", "FINAL_DEBIT"));
        oneOf(body, fields, changes, "processing", List.of("AUTOMATIC", "MANAGED"));
        oneOf(body, fields, changes, "notificationStyle", List.of("PIENTEGRA", "PRAXIS"));
        flag(body, fields, changes, "separateTraceId");
        optional(body, fields, changes, "defaultGateway", gateways::contains, "one of " + gateways);
        optional(
                body,
                fields,
                changes,
                "webhookUrl",
                webhookUrl,
                "an https address that is not a private one, of at most 2048 characters");
        texts(body, fields, changes, "route", gateways::contains, "gateways of " + gateways);
        texts(body, fields, changes, "currencies", ApplicationBody::isCurrency, "ISO 4217 codes");
        texts(body, fields, changes, "countries", COUNTRIES::contains, "ISO 3166-1 alpha-2 codes");
        texts(body, fields, changes, "allowedAddresses", Addresses::isNetwork, "CIDR networks");
        for (String field :
                List.of("minAmount", "maxAmount", "dailyLimitPerUser", "reviewThreshold")) {
            amount(body, fields, changes, field);
        }
        seconds(body, fields, changes, "reviewExpirySeconds", false);
        seconds(body, fields, changes, "reserveExpirySeconds", true);
        seconds(body, fields, changes, "ratePerMinute", true);
        return fields.errors().isEmpty()
                ? new Checked.Good<>(changes)
                : new Checked.Bad<>(Problem.invalid(fields.errors()));
    }

    private static boolean isCurrency(String code) {
        try {
            return Currency.getInstance(code).getDefaultFractionDigits() >= 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static void oneOf(
            ObjectNode body,
            FieldReader fields,
            Map<String, @Nullable Object> changes,
            String field,
            List<String> values) {
        JsonNode node = body.get(field);
        if (node == null) {
            return;
        }
        if (node.isString() && values.contains(node.stringValue())) {
            changes.put(column(field), node.stringValue());
        } else {
            fields.error(field, "one of " + values);
        }
    }

    private static void flag(
            ObjectNode body,
            FieldReader fields,
            Map<String, @Nullable Object> changes,
            String field) {
        JsonNode node = body.get(field);
        if (node == null) {
            return;
        }
        if (node.isBoolean()) {
            changes.put(column(field), node.booleanValue());
        } else {
            fields.error(field, "true or false");
        }
    }

    private static void optional(
            ObjectNode body,
            FieldReader fields,
            Map<String, @Nullable Object> changes,
            String field,
            Predicate<String> valid,
            String expected) {
        JsonNode node = body.get(field);
        if (node == null) {
            return;
        }
        if (node.isNull()) {
            changes.put(column(field), null);
        } else if (node.isString() && valid.test(node.stringValue())) {
            changes.put(column(field), node.stringValue());
        } else {
            fields.error(field, expected + ", or null");
        }
    }

    private static void texts(
            ObjectNode body,
            FieldReader fields,
            Map<String, @Nullable Object> changes,
            String field,
            Predicate<String> valid,
            String expected) {
        JsonNode node = body.get(field);
        if (node == null) {
            return;
        }
        boolean good = node.isArray() && node.size() <= MOST_IN_A_LIST;
        for (int i = 0; good && i < node.size(); i++) {
            good = node.get(i).isString() && valid.test(node.get(i).stringValue());
        }
        if (good) {
            changes.put(
                    column(field),
                    node.valueStream()
                            .map(JsonNode::stringValue)
                            .distinct()
                            .toArray(String[]::new));
        } else {
            fields.error(field, "a list of " + expected);
        }
    }

    private static void amount(
            ObjectNode body,
            FieldReader fields,
            Map<String, @Nullable Object> changes,
            String field) {
        JsonNode node = body.get(field);
        if (node == null) {
            return;
        }
        changes.put(column(field), node.isNull() ? null : Long.valueOf(fields.amount(field)));
    }

    private static void seconds(
            ObjectNode body,
            FieldReader fields,
            Map<String, @Nullable Object> changes,
            String field,
            boolean nullable) {
        JsonNode node = body.get(field);
        if (node == null) {
            return;
        }
        if (node.isNull() && nullable) {
            changes.put(column(field), null);
        } else if (node.isIntegralNumber() && node.canConvertToInt() && node.intValue() > 0) {
            changes.put(column(field), node.intValue());
        } else {
            fields.error(field, "a whole number above 0" + (nullable ? ", or null" : ""));
        }
    }

    private static String column(String field) {
        return field.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
