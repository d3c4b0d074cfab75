package io.sluice.withdrawal.adapter.http;

import io.sluice.withdrawal.domain.WithdrawalRequest;

import org.apache.commons.validator.routines.IBANValidator;

import tools.jackson.databind.node.ObjectNode;

import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The body of a POST, checked field by field: all that is wrong is said at once. */
final class WithdrawalRequestReader {

    private static final int MAX_USER_ID = 128;
    private static final int MAX_LABEL = 128;
    private static final int MAX_HOLDER_NAME = 140;
    private static final int MAX_IBAN_AS_TYPED = 64;
    private static final char NO_BREAK_SPACE = '\u00a0';
    private static final Pattern SPACES = Pattern.compile("[\\s\\u00a0]+");

    /** Those that exist and have minor units at all: no gold, no test codes. */
    private static final Set<String> CURRENCIES =
            Currency.getAvailableCurrencies().stream()
                    .filter(currency -> currency.getDefaultFractionDigits() >= 0)
                    .map(Currency::getCurrencyCode)
                    .collect(Collectors.toUnmodifiableSet());

    private WithdrawalRequestReader() {}

    static Checked<WithdrawalRequest> read(ObjectNode body) {
        FieldReader fields = new FieldReader(body);
        String user = fields.text("externalUserId", MAX_USER_ID);
        String label = fields.optionalText("externalUserLabel", MAX_LABEL);
        long amount = fields.amount("amount");
        String currency = currency(fields);
        String iban = iban(fields);
        String holder = fields.text("targetHolderName", MAX_HOLDER_NAME);
        if (!fields.errors().isEmpty()) {
            return new Checked.Bad<>(Problem.invalid(fields.errors()));
        }
        return new Checked.Good<>(
                new WithdrawalRequest(
                        user, label, amount, Currency.getInstance(currency), iban, holder));
    }

    private static String currency(FieldReader fields) {
        int before = fields.errors().size();
        String code = fields.text("currency", 3);
        if (fields.errors().size() == before && !CURRENCIES.contains(code)) {
            fields.error(
                    "currency",
                    "an ISO 4217 code in upper case, like TRY; it is text of "
                            + code.length()
                            + " characters");
        }
        return code;
    }

    /** Spaces and lower case are how people write IBANs; what is stored is the electronic form. */
    private static String iban(FieldReader fields) {
        int before = fields.errors().size();
        String typed = fields.text("targetIban", MAX_IBAN_AS_TYPED);
        String iban = SPACES.matcher(typed).replaceAll("").toUpperCase(Locale.ROOT);
        boolean ascii = typed.chars().allMatch(c -> c < 0x80 || c == NO_BREAK_SPACE);
        if (fields.errors().size() == before
                && !(ascii && IBANValidator.getInstance().isValid(iban))) {
            fields.error(
                    "targetIban",
                    "an IBAN with its country's length and a right checksum; it has "
                            + iban.length()
                            + " characters");
        }
        return iban;
    }
}
