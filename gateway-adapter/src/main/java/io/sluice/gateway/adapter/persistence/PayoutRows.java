package io.sluice.gateway.adapter.persistence;

import io.r2dbc.spi.Readable;
import io.sluice.contracts.EncryptedDestination;
import io.sluice.contracts.Money;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalId;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.AttemptState;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.gateway.domain.PayoutState;
import io.sluice.gateway.domain.Plan;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Step;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Rows as payouts and attempts. */
final class PayoutRows {

    private PayoutRows() {}

    /** By name: a later release may add columns while a statement of this one is prepared. */
    static final String PAYOUT =
            """
            payout_id, withdrawal_id, amount, currency, merchant_id, application_key, external_user_id, route,
            destination_key_id, destination_ciphertext, destination_country, authorized_at, caused_by, traceparent,
            state, provider, cascade_level, claim, step, due_at, tries, doubt_since, doubt_reason
            """;

    static final String ATTEMPT =
            """
            payout_id, attempt, provider, cascade_level, idempotency_key, sealed_request, state, reference,
            announced, arrived, first_sent_at, stamped_at, sends, outcome, reason_code, sent_total,
            returned_total, fee, is_final
            """;

    static Payout payout(Readable row) {
        String step = row.get("step", String.class);
        Instant dueAt = row.get("due_at", Instant.class);
        return new Payout(
                order(row),
                PayoutState.valueOf(text(row, "state")),
                new ProviderName(text(row, "provider")),
                number(row, "cascade_level"),
                number(row, "claim"),
                step == null || dueAt == null ? null : new Plan(Step.valueOf(step), dueAt),
                number(row, "tries"),
                row.get("doubt_since", Instant.class),
                row.get("doubt_reason", String.class),
                List.of());
    }

    private static PayoutOrder order(Readable row) {
        return new PayoutOrder(
                new PayoutId(value(row, "payout_id", UUID.class)),
                new WithdrawalId(value(row, "withdrawal_id", UUID.class)),
                new Money(
                        value(row, "amount", Long.class),
                        Currency.getInstance(text(row, "currency"))),
                text(row, "merchant_id"),
                text(row, "application_key"),
                text(row, "external_user_id"),
                Arrays.stream(value(row, "route", String[].class)).map(ProviderName::new).toList(),
                new EncryptedDestination(
                        text(row, "destination_key_id"),
                        text(row, "destination_ciphertext"),
                        text(row, "destination_country")),
                value(row, "authorized_at", Instant.class),
                text(row, "caused_by"),
                row.get("traceparent", String.class));
    }

    static PayoutId payoutOf(Readable row) {
        return new PayoutId(value(row, "payout_id", UUID.class));
    }

    static Attempt attempt(Readable row) {
        return new Attempt(
                number(row, "attempt"),
                new ProviderName(text(row, "provider")),
                number(row, "cascade_level"),
                text(row, "idempotency_key"),
                text(row, "sealed_request"),
                AttemptState.valueOf(text(row, "state")),
                row.get("reference", String.class),
                value(row, "announced", Boolean.class),
                value(row, "arrived", Boolean.class),
                value(row, "first_sent_at", Instant.class),
                value(row, "stamped_at", Instant.class),
                number(row, "sends"),
                row.get("outcome", String.class),
                row.get("reason_code", String.class),
                new Attempt.Paid(
                        value(row, "sent_total", Long.class),
                        value(row, "returned_total", Long.class),
                        value(row, "fee", Long.class),
                        value(row, "is_final", Boolean.class)));
    }

    static @Nullable String step(Payout payout) {
        Plan plan = payout.plan();
        return plan == null ? null : plan.step().name();
    }

    static @Nullable Instant dueAt(Payout payout) {
        Plan plan = payout.plan();
        return plan == null ? null : plan.dueAt();
    }

    private static String text(Readable row, String column) {
        return value(row, column, String.class);
    }

    private static int number(Readable row, String column) {
        return value(row, column, Integer.class);
    }

    private static <T> T value(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
