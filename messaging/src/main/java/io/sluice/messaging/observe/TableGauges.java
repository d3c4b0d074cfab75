package io.sluice.messaging.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.r2dbc.spi.ColumnMetadata;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.RowMetadata;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Asks the database for its gauges while the application runs; an outage leaves the last answer. */
final class TableGauges implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TableGauges.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String VALUE = "value";

    private final DatabaseClient database;
    private final MeterRegistry meters;
    private final List<TableGauge> gauges;
    private Disposable.@Nullable Composite running;

    TableGauges(DatabaseClient database, MeterRegistry meters, List<TableGauge> gauges) {
        this.database = database;
        this.meters = meters;
        this.gauges = gauges;
    }

    @Override
    public synchronized void start() {
        Disposable.Composite started = Disposables.composite();
        gauges.forEach(gauge -> started.add(ask(gauge)));
        running = started;
    }

    private Disposable ask(TableGauge gauge) {
        MultiGauge metric =
                MultiGauge.builder(gauge.name())
                        .description(gauge.description())
                        .baseUnit(gauge.unit())
                        .register(meters);
        return Flux.interval(Duration.ZERO, gauge.every())
                .onBackpressureDrop()
                .concatMap(_ -> answer(gauge, metric), 1)
                .subscribe();
    }

    private Mono<Void> answer(TableGauge gauge, MultiGauge metric) {
        return database.sql(gauge.sql())
                .map(TableGauges::row)
                .all()
                .collectList()
                .timeout(LIMIT)
                .doOnNext(rows -> metric.register(rows, true))
                .onErrorResume(
                        e -> {
                            LOG.debug("{}: not known now", gauge.name(), e);
                            return Mono.empty();
                        })
                .then();
    }

    private static MultiGauge.Row<Number> row(Row row, RowMetadata metadata) {
        Number value = (Number) Objects.requireNonNull(row.get(VALUE));
        List<Tag> labels =
                metadata.getColumnMetadatas().stream()
                        .map(ColumnMetadata::getName)
                        .filter(name -> !name.equals(VALUE))
                        .map(name -> Tag.of(name, String.valueOf(row.get(name, String.class))))
                        .toList();
        return MultiGauge.Row.of(Tags.of(labels), value);
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.dispose();
            running = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }
}
