package io.sluice.withdrawal.domain;

import org.jspecify.annotations.Nullable;

import java.util.Currency;
import java.util.Optional;

/**
 * What a partner asks for, checked and normalised. Holds personal data: its text form shows none.
 *
 * @param amount in minor units, above zero
 * @param iban electronic format, valid
 */
public record WithdrawalRequest(
        String externalUserId,
        @Nullable String externalUserLabel,
        long amount,
        Currency currency,
        String iban,
        String holderName) {

    private static final int SHOWN_AT_END = 4;

    /** Country and last four; the rest is masked. */
    public String maskedIban() {
        int masked = iban.length() - 2 - SHOWN_AT_END;
        return iban.substring(0, 2)
                + "*".repeat(masked)
                + iban.substring(iban.length() - SHOWN_AT_END);
    }

    public String country() {
        return iban.substring(0, 2);
    }

    /** What the application's settings have against it. */
    public Optional<Refusal> refusedBy(Application application) {
        if (!application.currencies().contains(currency.getCurrencyCode())) {
            return Optional.of(
                    Refusal.invalid(
                            "currency",
                            "one of "
                                    + String.join(
                                            ", ",
                                            application.currencies().stream().sorted().toList())));
        }
        if (!application.countries().isEmpty() && !application.countries().contains(country())) {
            return Optional.of(
                    Refusal.invalid(
                            "targetIban",
                            "an IBAN of "
                                    + String.join(
                                            ", ",
                                            application.countries().stream().sorted().toList())));
        }
        Application.Limits limits = application.limits();
        if (limits.minAmount() != null && amount < limits.minAmount()) {
            return Optional.of(
                    new Refusal(
                            Refusal.Code.AMOUNT_BELOW_MIN,
                            "amount",
                            "at least " + limits.minAmount()));
        }
        if (limits.maxAmount() != null && amount > limits.maxAmount()) {
            return Optional.of(
                    new Refusal(
                            Refusal.Code.AMOUNT_ABOVE_MAX,
                            "amount",
                            "at most " + limits.maxAmount()));
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "WithdrawalRequest[" + amount + " " + currency + ", withheld]";
    }
}
