package io.sluice.ingest.domain;

import io.sluice.contracts.FactStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;

/**
 * What a provider confirms of one attempt, before we know whose attempt it is. Totals are
 * cumulative, in minor units.
 *
 * @param isFinal nothing more will be paid on the attempt
 * @param fee what the provider kept or charged; 0 where it tells none
 * @param reasonCode a code, never free text: that may name a person
 * @param occurredAt by the provider's clock, cut to what a database keeps
 */
public record Report(
        FactStatus status,
        long sentTotal,
        long returnedTotal,
        Currency currency,
        boolean isFinal,
        long fee,
        @Nullable String reasonCode,
        Instant occurredAt) {

    public Report {
        if (sentTotal < 0) {
            throw new IllegalArgumentException("sentTotal: " + sentTotal + " (expected: >= 0)");
        }
        if (fee < 0) {
            throw new IllegalArgumentException("fee: " + fee + " (expected: >= 0)");
        }
        if (returnedTotal < 0 || returnedTotal > sentTotal) {
            throw new IllegalArgumentException(
                    "returnedTotal: "
                            + returnedTotal
                            + " (expected: 0 to sentTotal "
                            + sentTotal
                            + ")");
        }
        occurredAt = occurredAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** Equal for two reports that tell the ledger the same, whenever they were made. */
    public String gist() {
        return status
                + "/"
                + sentTotal
                + "/"
                + returnedTotal
                + "/"
                + currency
                + "/"
                + isFinal
                + "/"
                + fee;
    }
}
