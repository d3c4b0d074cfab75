package io.sluice.gateway.adapter.ledger;

import io.sluice.gateway.application.DeliverStatements;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.net.URI;
import java.time.Duration;

/**
 * @param ledger where ledger-service listens; without it no statement is fetched by the clock
 * @param token of an operator there who may put statements; never in a log
 * @param every from one round to the next
 * @param days how many days before today each round fetches; the ledger compares fourteen
 * @param pause before a day that failed is tried again, the first of a few times; it doubles
 */
@Validated
@ConfigurationProperties("sluice.gateway.statements")
record StatementSettings(
        @NotNull URI ledger,
        @NotBlank String token,
        @DefaultValue("24h") Duration every,
        @DefaultValue("14") @Min(1) @Max(31) int days,
        @DefaultValue("10s") Duration pause) {

    StatementSettings {
        if (every.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "sluice.gateway.statements.every: " + every + " (expected: >= 1s)");
        }
    }

    DeliverStatements.Rounds rounds() {
        return new DeliverStatements.Rounds(every, days, pause);
    }

    @Override
    public String toString() {
        return "StatementSettings[ledger=" + ledger + ", token=(set)]";
    }
}
