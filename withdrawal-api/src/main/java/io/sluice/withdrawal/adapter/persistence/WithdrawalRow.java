package io.sluice.withdrawal.adapter.persistence;

import io.r2dbc.spi.Readable;
import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.EncryptedDestination;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Processing;
import io.sluice.contracts.Totals;
import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.domain.Payout;
import io.sluice.withdrawal.domain.PayoutStatus;
import io.sluice.withdrawal.domain.ReferenceNo;
import io.sluice.withdrawal.domain.Standing;
import io.sluice.withdrawal.domain.Withdrawal;
import io.sluice.withdrawal.domain.WithdrawalStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Reads rows into the domain's records. */
final class WithdrawalRow {

    static final String COLUMNS =
            """
            withdrawal_id, number, reference_no, merchant_id, application_key, external_user_id, amount,
            currency, balance_model, processing, route, masked_iban, destination_key_id,
            destination_ciphertext, destination_country, created_at, expires_at, status, settled, released,
            returned, outstanding, rejected_reason, ledger_sequence, event_sequence, held_returns, updated_at
            """;

    private WithdrawalRow() {}

    /** A part of a withdrawal, with whose it is. */
    record PartOf(WithdrawalId withdrawal, Payout payout) {}

    static Withdrawal withdrawal(Readable row) {
        return new Withdrawal(
                new WithdrawalId(value(row, "withdrawal_id", UUID.class)),
                value(row, "number", Integer.class),
                new ReferenceNo(value(row, "reference_no", String.class)),
                value(row, "merchant_id", String.class),
                value(row, "application_key", String.class),
                value(row, "external_user_id", String.class),
                value(row, "amount", Long.class),
                Currency.getInstance(value(row, "currency", String.class)),
                BalanceModel.valueOf(value(row, "balance_model", String.class)),
                Processing.valueOf(value(row, "processing", String.class)),
                List.of(value(row, "route", String[].class)),
                value(row, "masked_iban", String.class),
                new EncryptedDestination(
                        value(row, "destination_key_id", String.class),
                        value(row, "destination_ciphertext", String.class),
                        value(row, "destination_country", String.class)),
                value(row, "created_at", Instant.class),
                row.get("expires_at", Instant.class),
                standing(row));
    }

    private static Standing standing(Readable row) {
        return new Standing(
                WithdrawalStatus.valueOf(value(row, "status", String.class)),
                new Totals(
                        value(row, "amount", Long.class),
                        value(row, "settled", Long.class),
                        value(row, "released", Long.class),
                        value(row, "returned", Long.class),
                        value(row, "outstanding", Long.class)),
                row.get("rejected_reason", String.class),
                value(row, "ledger_sequence", Integer.class),
                value(row, "event_sequence", Integer.class),
                List.of(value(row, "held_returns", Long[].class)),
                List.of(),
                value(row, "updated_at", Instant.class));
    }

    static PartOf payout(Readable row) {
        return new PartOf(
                new WithdrawalId(value(row, "withdrawal_id", UUID.class)),
                new Payout(
                        new PayoutId(value(row, "payout_id", UUID.class)),
                        value(row, "tid", Integer.class),
                        row.get("order_id", String.class),
                        value(row, "amount", Long.class),
                        PayoutStatus.valueOf(value(row, "status", String.class)),
                        value(row, "sent", Long.class),
                        value(row, "returned", Long.class),
                        row.get("gateway", String.class),
                        value(row, "attempt", Integer.class),
                        row.get("reason_code", String.class)));
    }

    static <T> T value(Readable row, String column, Class<T> type) {
        @Nullable T value = row.get(column, type);
        return Objects.requireNonNull(value, column);
    }
}
