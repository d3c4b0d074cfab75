package io.sluice.sandbox.pientegra;

import io.sluice.sandbox.http.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.util.Currency;
import java.util.Set;
import java.util.regex.Pattern;

/** A body of {@code POST /external/withdrawals} that holds to the contract; amount in minor units. */
record WithdrawalRequest(String externalUserId, long amount, String currency, String targetIban) {

    private static final Set<String> FIELDS =
            Set.of(
                    "externalUserId",
                    "externalUserLabel",
                    "amount",
                    "currency",
                    "targetIban",
                    "targetHolderName");
    private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}");

    /**
     * @throws Invalid when the body breaks the contract; the message never holds the value
     */
    static WithdrawalRequest read(byte[] body) throws Invalid {
        JsonNode json = parsed(body);
        for (String field : json.propertyNames()) {
            if (!FIELDS.contains(field)) {
                String shown = field.substring(0, Math.min(field.length(), 40));
                throw new Invalid(shown + ": unknown field (expected: a documented field)");
            }
        }
        text(json, "externalUserLabel", 128, true);
        text(json, "targetHolderName", 140, false);
        return new WithdrawalRequest(
                text(json, "externalUserId", 128, false),
                amount(json.get("amount")),
                currency(text(json, "currency", 3, false)),
                iban(text(json, "targetIban", 34, false)));
    }

    private static JsonNode parsed(byte[] body) throws Invalid {
        try {
            JsonNode json = Json.MAPPER.readTree(body);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (JacksonException _) {
            // Its message would repeat the body.
        }
        throw new Invalid("body: not a JSON object (expected: a JSON object)");
    }

    private static String text(JsonNode json, String field, int longest, boolean optional)
            throws Invalid {
        JsonNode value = json.get(field);
        if (optional && (value == null || value.isNull())) {
            return "";
        }
        if (value == null || !value.isString() || value.stringValue().isBlank()) {
            throw new Invalid(field + ": missing or blank (expected: text)");
        }
        if (value.stringValue().length() > longest) {
            throw new Invalid(
                    "%s: %d characters (expected: at most %d)"
                            .formatted(field, value.stringValue().length(), longest));
        }
        return value.stringValue();
    }

    private static long amount(@Nullable JsonNode value) throws Invalid {
        if (value != null && (value.isString() || value.isIntegralNumber())) {
            String text = value.asString();
            if (WHOLE.matcher(text).matches()) {
                return Long.parseLong(text);
            }
        }
        throw new Invalid("amount: no positive whole number (expected: minor units)");
    }

    private static String currency(String code) throws Invalid {
        try {
            return Currency.getInstance(code).getCurrencyCode();
        } catch (IllegalArgumentException _) {
            throw new Invalid("currency: unknown code (expected: ISO 4217)");
        }
    }

    private static String iban(String text) throws Invalid {
        if (!IBAN.matcher(text).matches() || remainder(text) != 1) {
            throw new Invalid(
                    "targetIban: %d characters that are no IBAN (expected: country, check digits that hold, account)"
                            .formatted(text.length()));
        }
        return text;
    }

    /** ISO 7064, modulo 97: the first four characters go to the end, letters count from ten. */
    private static int remainder(String iban) {
        String turned = iban.substring(4) + iban.substring(0, 4);
        int remainder = 0;
        for (int i = 0; i < turned.length(); i++) {
            int value = Character.digit(turned.charAt(i), 36);
            remainder = (value > 9 ? remainder * 100 + value : remainder * 10 + value) % 97;
        }
        return remainder;
    }

    /** Breaks the contract. */
    static final class Invalid extends Exception {
        Invalid(String message) {
            super(message);
        }
    }
}
