package io.sluice.messaging.observe;

import java.time.Duration;

/**
 * A metric that a query of the service's own database answers.
 *
 * <p>Every instance reports the same: add none up over instances, take the greatest.
 *
 * @param sql answers rows of one number, {@code value}, and texts, whose columns name the labels;
 *     it names each label's every value each time, so that a metric that fell to zero says so
 * @param every how often it is asked; what it costs decides
 */
public record TableGauge(String name, String description, String unit, String sql, Duration every) {

    private static final Duration OFTEN = Duration.ofSeconds(10);

    public TableGauge(String name, String description, String unit, String sql) {
        this(name, description, unit, sql, OFTEN);
    }
}
