package io.sluice.gateway.adapter.provider;

import io.sluice.gateway.application.Gateway;
import io.sluice.gateway.domain.Coverage;
import io.sluice.gateway.domain.Terms;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;

import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.Set;

/**
 * What every provider's settings block has.
 *
 * @param concurrency most calls under way at once, and connections
 * @param perMinute most calls started within a minute, for each instance; 0: no limit
 * @param connectTimeout until a connection stands
 * @param readTimeout until the answer begins
 * @param overallTimeout until the answer is whole; shorter than a lease
 * @param slowCall a call that takes longer counts against the breaker
 * @param breakerPause how long an open breaker lets nothing through
 * @param expectedWithin a payout without a final word is looked up after this
 * @param doubtPause the first pause between two tries to end a doubt; it doubles
 * @param longestPause pauses grow no further
 * @param operatorAfter a doubt this old is put before an operator
 * @param currencies that it pays; empty: all
 * @param countries that it pays to; empty: all
 * @param minAmount in minor units
 * @param maxAmount in minor units
 */
public record ProviderSettings(
        @DefaultValue("64") @Min(1) int concurrency,
        @DefaultValue("0") @Min(0) int perMinute,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("15s") Duration readTimeout,
        @DefaultValue("20s") Duration overallTimeout,
        @DefaultValue("10s") Duration slowCall,
        @DefaultValue("30s") Duration breakerPause,
        @DefaultValue("2m") Duration expectedWithin,
        @DefaultValue("5s") Duration doubtPause,
        @DefaultValue("10m") Duration longestPause,
        @DefaultValue("30m") Duration operatorAfter,
        @DefaultValue Set<String> currencies,
        @DefaultValue Set<String> countries,
        @DefaultValue("1") @Positive long minAmount,
        @DefaultValue("9223372036854775807") @Positive long maxAmount) {

    public Terms.Timing timing() {
        return new Terms.Timing(expectedWithin, doubtPause, longestPause, operatorAfter);
    }

    public Coverage coverage() {
        return new Coverage(currencies, countries, minAmount, maxAmount);
    }

    public Gateway.Limits limits() {
        return new Gateway.Limits(concurrency, perMinute, slowCall, breakerPause);
    }
}
