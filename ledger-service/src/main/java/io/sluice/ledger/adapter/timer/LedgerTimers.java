package io.sluice.ledger.adapter.timer;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;
import java.time.Period;

/**
 * How often the rounds are made.
 *
 * @param expiryRound between two looks for reserves past their time
 * @param answersRound between two removals of old answers
 * @param answersRetention how long answers, and the sealed destinations in them, are kept: longer
 *     than the topics keep the records that they answer
 * @param reconciliationRound between two comparisons of what was stated lately
 * @param reconciliationLookBack how long a day's statement is compared again
 * @param lateAfter what may lie between a payment and its booking
 */
@Validated
@ConfigurationProperties("sluice.ledger")
record LedgerTimers(
        @DefaultValue("1s") @NotNull Duration expiryRound,
        @DefaultValue("1h") @NotNull Duration answersRound,
        @DefaultValue("35d") @NotNull Duration answersRetention,
        @DefaultValue("10m") @NotNull Duration reconciliationRound,
        @DefaultValue("14d") @NotNull Period reconciliationLookBack,
        @DefaultValue("1h") @NotNull Duration lateAfter) {}
