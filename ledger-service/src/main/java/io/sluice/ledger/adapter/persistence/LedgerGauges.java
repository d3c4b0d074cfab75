package io.sluice.ledger.adapter.persistence;

import io.sluice.messaging.observe.TableGauge;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** What of the books an operator must see without asking. */
@Configuration(proxyBeanMethods = false)
class LedgerGauges {

    /** It reads every account. */
    private static final Duration BOOKS = Duration.ofMinutes(1);

    @Bean
    TableGauge trialBalanceDifference() {
        return new TableGauge(
                "sluice.ledger.trial.balance.difference",
                "Debits less credits of all accounts, minor units; anything but 0 is a bug",
                "minor_units",
                """
                SELECT currency, sum(balance) AS value FROM account GROUP BY currency
                """,
                BOOKS);
    }

    @Bean
    TableGauge suspense() {
        return new TableGauge(
                "sluice.ledger.suspense",
                "Money that left without a place in a withdrawal, minor units",
                "minor_units",
                """
                SELECT currency, coalesce(-sum(balance) FILTER (WHERE kind = 'SUSPENSE'), 0) AS value
                FROM account GROUP BY currency
                """,
                BOOKS);
    }

    @Bean
    TableGauge quarantineOpen() {
        return new TableGauge(
                "sluice.ledger.quarantine.open",
                "Facts that contradict what is booked and that nobody has resolved",
                "facts",
                "SELECT count(*) AS value FROM quarantine WHERE resolved_at IS NULL");
    }
}
