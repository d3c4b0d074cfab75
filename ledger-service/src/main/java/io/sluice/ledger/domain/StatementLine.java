package io.sluice.ledger.domain;

import io.sluice.contracts.Money;

import java.time.Instant;
import java.util.stream.Stream;

/**
 * What a provider's statement says of one order.
 *
 * @param reference the provider's own
 * @param amount what was paid where the word is of a payment, else what was ordered
 * @param returned cumulative, of what was paid
 * @param occurredAt when it was paid or rejected
 */
public record StatementLine(
        String reference, Word word, Money amount, Money returned, Instant occurredAt) {

    /** The provider's word, in ours. */
    public enum Word {
        PENDING,
        SENT,
        REJECTED,
        RETURNED;

        boolean isPaid() {
            return this == SENT || this == RETURNED;
        }
    }

    public StatementLine {
        if (reference.isBlank()) {
            throw new IllegalArgumentException("reference: blank (expected: the provider's)");
        }
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("amount: " + amount + " (expected: > 0)");
        }
        if (returned.isNegative() || amount.isLessThan(returned)) {
            throw new IllegalArgumentException(
                    "returnedAmount: " + returned + " (expected: 0 to " + amount + ")");
        }
        if (returned.isPositive() != (word == Word.RETURNED)) {
            throw new IllegalArgumentException(
                    "returnedAmount: " + returned + " (expected: above 0 for RETURNED alone)");
        }
    }

    Money paid() {
        return word.isPaid() ? amount : Money.zero(amount.currency());
    }

    /** Two orders of one payout, as one. */
    StatementLine with(StatementLine other) {
        Word both =
                Stream.of(Word.RETURNED, Word.SENT, Word.PENDING)
                        .filter(either -> word == either || other.word == either)
                        .findFirst()
                        .orElse(Word.REJECTED);
        return new StatementLine(
                reference,
                both,
                both.isPaid() ? paid().plus(other.paid()) : amount,
                returned.plus(other.returned),
                occurredAt.isBefore(other.occurredAt) ? occurredAt : other.occurredAt);
    }
}
