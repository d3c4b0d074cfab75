package io.sluice.ledger.adapter.timer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.sluice.ledger.application.Reconcile;
import io.sluice.ledger.application.Reconcile.Reconciled;
import io.sluice.ledger.domain.Break;
import io.sluice.ledger.domain.Break.Kind;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares again and again what was stated lately, for alerts to look at: {@code
 * sluice_ledger_reconciliation_breaks} by provider and kind, zero where all agrees, and {@code
 * sluice_ledger_reconciliation_oldest_break_seconds} by provider.
 */
final class ReconciliationRounds {

    private final Reconcile reconcile;
    private final MultiGauge breaks;
    private final MultiGauge oldest;

    ReconciliationRounds(Reconcile reconcile, MeterRegistry meters) {
        this.reconcile = reconcile;
        this.breaks =
                MultiGauge.builder("sluice.ledger.reconciliation.breaks")
                        .description("Where our books and the providers' statements differ")
                        .register(meters);
        this.oldest =
                MultiGauge.builder("sluice.ledger.reconciliation.oldest.break")
                        .description("How long ago the oldest of them happened")
                        .baseUnit("seconds")
                        .register(meters);
    }

    Mono<Void> round() {
        return reconcile.recent().collectList().doOnNext(this::show).then();
    }

    private void show(List<Reconciled> compared) {
        Map<String, List<Break>> byProvider = new TreeMap<>();
        for (Reconciled day : compared) {
            byProvider
                    .computeIfAbsent(day.day().provider(), _ -> new ArrayList<>())
                    .addAll(day.breaks());
        }
        List<Row<?>> counts = new ArrayList<>();
        List<Row<?>> ages = new ArrayList<>();
        byProvider.forEach(
                (provider, found) -> {
                    for (Kind kind : Kind.values()) {
                        long count = found.stream().filter(it -> it.kind() == kind).count();
                        counts.add(
                                Row.of(Tags.of("provider", provider, "kind", word(kind)), count));
                    }
                    long age =
                            found.stream()
                                    .map(Break::age)
                                    .mapToLong(Duration::toSeconds)
                                    .max()
                                    .orElse(0);
                    ages.add(Row.of(Tags.of("provider", provider), age));
                });
        breaks.register(counts, true);
        oldest.register(ages, true);
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
