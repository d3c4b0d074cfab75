package io.sluice.withdrawal.adapter.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.messaging.observe.TableGauge;
import io.sluice.withdrawal.application.EventWatch;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {

    /**
     * From the oldest open withdrawal on, as far as one look goes: an index on the status would
     * make every change of it several times dearer.
     */
    private static final String OPEN =
            """
            WITH looked_at AS MATERIALIZED (
              SELECT withdrawal_id, status, created_at FROM withdrawal
              WHERE withdrawal_id >= (SELECT withdrawal_id FROM oldest_open_withdrawal)
              ORDER BY withdrawal_id LIMIT 50000),
            moved AS (
              UPDATE oldest_open_withdrawal SET withdrawal_id = coalesce(
                (SELECT withdrawal_id FROM looked_at
                 WHERE status IN ('PENDING_REVIEW', 'APPROVED') AND created_at < now() - interval '1 minute'
                 ORDER BY withdrawal_id LIMIT 1),
                (SELECT withdrawal_id FROM looked_at WHERE created_at < now() - interval '1 minute'
                 ORDER BY withdrawal_id DESC LIMIT 1),
                withdrawal_id))
            SELECT state, %s AS value
            FROM unnest(ARRAY['PENDING_REVIEW', 'APPROVED']) AS state
            LEFT JOIN looked_at ON looked_at.status = state
            GROUP BY state
            """;

    @Bean
    EventWatch eventWatch(MeterRegistry meters) {
        return new WithdrawalMetrics(meters);
    }

    @Bean
    TableGauge openWithdrawalsGauge() {
        return new TableGauge(
                "sluice.withdrawals.open",
                "Withdrawals that have not ended",
                "withdrawals",
                OPEN.formatted("count(looked_at.status)"));
    }

    @Bean
    TableGauge oldestWithdrawalGauge() {
        return new TableGauge(
                "sluice.withdrawals.oldest.age",
                "Age of the oldest withdrawal that has not ended",
                "seconds",
                OPEN.formatted(
                        "coalesce(extract(epoch FROM now() - min(looked_at.created_at)), 0)"));
    }
}
