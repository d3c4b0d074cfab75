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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is open, as the last count had it; ages go on between two counts. */
final class OpenPayoutGauges {

    private final MultiGauge payouts;
    private final Clock clock;
    private final List<String> providers;
    private volatile List<Count> counts = List.of();

    /**
     * @param providers those that are shown though nothing is open at them
     */
    OpenPayoutGauges(MeterRegistry meters, Clock clock, List<String> providers) {
        this.clock = clock;
        this.providers = providers;
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
        Map<Tags, Long> open = new HashMap<>();
        for (String provider : providers) {
            for (PayoutState state : PayoutState.values()) {
                if (!state.ended()) {
                    open.put(tags(provider, state), 0L);
                }
            }
        }
        counted.forEach(count -> open.put(tags(count.provider(), count.state()), count.all()));
        payouts.register(
                open.entrySet().stream()
                        .<MultiGauge.Row<?>>map(
                                row -> MultiGauge.Row.of(row.getKey(), row.getValue()))
                        .toList(),
                true);
    }

    private static Tags tags(String provider, PayoutState state) {
        return Tags.of("provider", provider, "state", state.name().toLowerCase(Locale.ROOT));
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
