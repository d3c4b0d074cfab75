package io.sluice.gateway.adapter.timer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.sluice.gateway.application.OpenPayouts.Count;
import io.sluice.gateway.domain.PayoutState;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What is open, as the last count had it; ages go on between two counts. */
final class OpenPayoutGauges {

    private final MultiGauge payouts;
    private final Clock clock;
    private volatile List<Count> counts = List.of();

    OpenPayoutGauges(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        payouts =
                MultiGauge.builder("sluice.gateway.payouts.open")
                        .description("Payouts that have not ended, of all instances")
                        .register(meters);
        Gauge.builder(
                        "sluice.gateway.payouts.oldest.age",
                        this,
                        gauges -> gauges.oldestSeconds(false))
                .description("Age of the oldest payout that has not ended")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder(
                        "sluice.gateway.doubts.oldest.age",
                        this,
                        gauges -> gauges.oldestSeconds(true))
                .description("Age of the oldest payout that is in doubt")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("sluice.gateway.doubts.waiting", this, OpenPayoutGauges::waiting)
                .description("Payouts in doubt that only operators can end")
                .register(meters);
    }

    void show(List<Count> counted) {
        counts = counted;
        payouts.register(
                counted.stream().<MultiGauge.Row<?>>map(OpenPayoutGauges::row).toList(), true);
    }

    private static MultiGauge.Row<?> row(Count count) {
        return MultiGauge.Row.of(
                Tags.of(
                        "provider",
                        count.provider(),
                        "state",
                        count.state().name().toLowerCase(Locale.ROOT)),
                count.all());
    }

    private double waiting() {
        return counts.stream()
                .filter(count -> count.state() == PayoutState.IN_DOUBT)
                .mapToLong(Count::waiting)
                .sum();
    }

    private double oldestSeconds(boolean inDoubt) {
        Instant now = clock.instant();
        return counts.stream()
                .filter(count -> !inDoubt || count.state() == PayoutState.IN_DOUBT)
                .map(Count::oldest)
                .min(Instant::compareTo)
                .map(oldest -> Duration.between(oldest, now).toMillis() / 1e3)
                .orElse(0.0);
    }
}
