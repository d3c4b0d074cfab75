package io.sluice.ledger.adapter.http;

import io.sluice.contracts.Money;
import io.sluice.contracts.WalletKey;
import io.sluice.ledger.adapter.http.Problem.Field;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/** A credit or debit as it is asked for: {@code {merchantId, externalUserId, currency, amount, reference}}. */
record TransferRequest(WalletKey wallet, Money amount, String reference) {

    private static final int LONGEST_ID = 128;
    private static final String AMOUNT_SHAPE =
            "a positive whole number of minor units, as a string";

    /**
     * Reads and checks a request.
     *
     * @throws BadRequest naming every field that is not as expected
     */
    static TransferRequest read(JsonMapper json, byte[] body) {
        JsonNode node = tree(json, body);
        List<Field> errors = new ArrayList<>();
        String merchantId = text(node, "merchantId", errors);
        String userId = text(node, "externalUserId", errors);
        String reference = text(node, "reference", errors);
        Currency currency = currency(node, errors);
        long amount = amount(node, errors);
        if (!errors.isEmpty() || currency == null) {
            throw new BadRequest(errors);
        }
        return new TransferRequest(
                new WalletKey(merchantId, userId, currency),
                new Money(amount, currency),
                reference);
    }

    private static JsonNode tree(JsonMapper json, byte[] body) {
        try {
            JsonNode node = json.readTree(body);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException _) {
            // said below, without quoting what was sent
        }
        throw new BadRequest("body", "a JSON object");
    }

    private static String text(JsonNode node, String field, List<Field> errors) {
        JsonNode value = node.path(field);
        String text = value.isString() ? value.asString() : "";
        if (text.isBlank() || text.length() > LONGEST_ID) {
            errors.add(new Field(field, "text of 1 to " + LONGEST_ID + " characters"));
        }
        return text;
    }

    private static @Nullable Currency currency(JsonNode node, List<Field> errors) {
        Currency currency = Parameters.currencyOrNull(node.path("currency").asString(""));
        if (currency == null) {
            errors.add(new Field("currency", "an ISO 4217 code such as TRY"));
        }
        return currency;
    }

    private static long amount(JsonNode node, List<Field> errors) {
        JsonNode value = node.path("amount");
        String text = value.isString() || value.isIntegralNumber() ? value.asString() : "";
        try {
            long amount = Long.parseLong(text);
            if (amount > 0 && text.equals(String.format(Locale.ROOT, "%d", amount))) {
                return amount;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        errors.add(new Field("amount", AMOUNT_SHAPE));
        return 0;
    }
}
