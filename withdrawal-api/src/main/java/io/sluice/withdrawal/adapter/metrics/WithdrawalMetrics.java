package io.sluice.withdrawal.adapter.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.withdrawal.application.EventWatch;
import io.sluice.withdrawal.application.Opening;
import io.sluice.withdrawal.domain.PartnerEvent;
import io.sluice.withdrawal.domain.Withdrawal;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Withdrawals by outcome, and how long they took. A batch that comes again changes nothing here. */
final class WithdrawalMetrics implements EventWatch {

    private static final Duration[] TIMES = {
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofHours(1)
    };

    /** Ours; a provider's codes are many, and are one value here. */
    private static final Set<String> REASONS =
            Set.of("insufficient_funds", "cancelled", "expired", "review_rejected");

    private final MeterRegistry meters;

    WithdrawalMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void published(List<Opening.PublishedEvent> events) {
        events.forEach(each -> seen(each.withdrawal(), each.event()));
    }

    private void seen(Withdrawal withdrawal, PartnerEvent event) {
        switch (event.type()) {
            case WITHDRAWAL_CREATED ->
                    Counter.builder("sluice.withdrawals.accepted")
                            .description("Withdrawals answered 201")
                            .tag("currency", withdrawal.currency().getCurrencyCode())
                            .register(meters)
                            .increment();
            case WITHDRAWAL_APPROVED ->
                    took("sluice.withdrawals.approve", withdrawal, event, "approved");
            case WITHDRAWAL_SENT -> ended(withdrawal, event, "sent");
            case WITHDRAWAL_REJECTED -> ended(withdrawal, event, "rejected");
            case WITHDRAWAL_RETURNED -> count(withdrawal, event, "returned");
            case PAYOUT_SENT, PAYOUT_REJECTED, PAYOUT_RETURNED -> {}
        }
    }

    private void ended(Withdrawal withdrawal, PartnerEvent event, String outcome) {
        count(withdrawal, event, outcome);
        took("sluice.withdrawals.settle", withdrawal, event, outcome);
    }

    private void count(Withdrawal withdrawal, PartnerEvent event, String outcome) {
        Counter.builder("sluice.withdrawals.ended")
                .description("Withdrawals that ended, and returns, by outcome")
                .tag("outcome", outcome)
                .tag("reason", reason(event.rejectedReason()))
                .tag("currency", withdrawal.currency().getCurrencyCode())
                .register(meters)
                .increment();
    }

    private void took(String name, Withdrawal withdrawal, PartnerEvent event, String outcome) {
        Duration time = Duration.between(withdrawal.createdAt(), event.occurredAt());
        Timer.builder(name)
                .description("From a withdrawal's acceptance to what the ledger made of it")
                .tag("outcome", outcome)
                .serviceLevelObjectives(TIMES)
                .register(meters)
                .record(time.isNegative() ? Duration.ZERO : time);
    }

    private static String reason(@Nullable String reason) {
        if (reason == null) {
            return "none";
        }
        return REASONS.contains(reason) ? reason : "provider";
    }
}
