package io.sluice.gateway.domain;

import io.sluice.contracts.Money;

import java.time.Instant;
import java.util.Optional;

/**
 * What a provider says of one order that has ended there.
 *
 * @param reference the provider's own
 * @param amount minor units: what was paid; of a rejected order, what was ordered
 * @param returned cumulative, of what was paid
 * @param currency ISO 4217
 */
public record StatementLine(
        String reference,
        Word word,
        long amount,
        long returned,
        String currency,
        Instant occurredAt) {

    /** The provider's word, in the ledger's. */
    public enum Word {
        SENT,
        REJECTED,
        RETURNED
    }

    public StatementLine {
        if (reference.isBlank() || amount < 1 || returned < 0 || returned > amount) {
            throw new IllegalArgumentException(
                    "statement: %s of %d, returned %d (expected: a reference, 0 <= returned <= amount)"
                            .formatted(word, amount, returned));
        }
    }

    /** Empty while it is open at the provider, or where its word is not known: it may yet be paid. */
    public static Optional<StatementLine> of(String reference, Money ordered, Finding finding) {
        Attempt.Paid paid = finding.paid();
        return switch (finding.effect()) {
            case PAID, PART_PAID, CAME_BACK ->
                    paid.sentTotal() == 0
                            ? Optional.empty()
                            : Optional.of(
                                    new StatementLine(
                                            reference,
                                            paid.returnedTotal() > 0 ? Word.RETURNED : Word.SENT,
                                            paid.sentTotal(),
                                            paid.returnedTotal(),
                                            ordered.currency().getCurrencyCode(),
                                            finding.occurredAt()));
            case FAILED ->
                    Optional.of(
                            new StatementLine(
                                    reference,
                                    Word.REJECTED,
                                    ordered.minorUnits(),
                                    0,
                                    ordered.currency().getCurrencyCode(),
                                    finding.occurredAt()));
            case IN_PROGRESS, FAULTED, UNKNOWN -> Optional.empty();
        };
    }
}
