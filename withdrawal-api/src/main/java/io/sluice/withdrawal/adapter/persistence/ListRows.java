package io.sluice.withdrawal.adapter.persistence;

import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.application.WithdrawalQuery;
import io.sluice.withdrawal.domain.Withdrawal;
import io.sluice.withdrawal.domain.WithdrawalStatus;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Withdrawals for reading, newest first: their ids carry the time, so the ids are the order. */
final class ListRows {

    private final DatabaseClient database;

    ListRows(DatabaseClient database) {
        this.database = database;
    }

    Mono<Withdrawal> one(String applicationKey, WithdrawalId id) {
        return database.sql(
                        "SELECT "
                                + WithdrawalRow.COLUMNS
                                + """
                                FROM withdrawal
                                WHERE withdrawal_id = :id AND application_key = :application_key
                                """)
                .bind("id", id.value())
                .bind("application_key", applicationKey)
                .map((row, _) -> WithdrawalRow.withdrawal(row))
                .one();
    }

    Mono<List<Withdrawal>> page(WithdrawalQuery query) {
        StringBuilder where = new StringBuilder("application_key = :application_key");
        Map<String, Object> values = new HashMap<>();
        values.put("application_key", query.applicationKey());
        narrow(where, values, "withdrawal_id >= :from", "from", firstId(query.createdFrom()));
        narrow(where, values, "withdrawal_id < :to", "to", firstId(query.createdTo()));
        narrow(
                where,
                values,
                "withdrawal_id < :before",
                "before",
                query.before() == null ? null : query.before().value());
        narrow(where, values, "external_user_id = :user", "user", query.externalUserId());
        narrow(where, values, "reference_no = :reference", "reference", query.referenceNo());
        if (!query.statuses().isEmpty()) {
            String[] names =
                    query.statuses().stream().map(WithdrawalStatus::name).toArray(String[]::new);
            narrow(where, values, "status = ANY(:statuses)", "statuses", names);
        }
        return database.sql(
                        "SELECT "
                                + WithdrawalRow.COLUMNS
                                + "FROM withdrawal WHERE "
                                + where
                                + " ORDER BY withdrawal_id DESC LIMIT "
                                + query.limit())
                .bindValues(values)
                .map((row, _) -> WithdrawalRow.withdrawal(row))
                .all()
                .collectList();
    }

    private static void narrow(
            StringBuilder where,
            Map<String, Object> values,
            String condition,
            String name,
            @Nullable Object value) {
        if (value != null) {
            where.append(" AND ").append(condition);
            values.put(name, value);
        }
    }

    /** The smallest id of the first millisecond that is not before the time. */
    private static @Nullable UUID firstId(@Nullable Instant time) {
        if (time == null) {
            return null;
        }
        Instant whole = time.truncatedTo(ChronoUnit.MILLIS);
        long millis = whole.toEpochMilli() + (whole.equals(time) ? 0 : 1);
        long bounded = Math.clamp(millis, 0, (1L << 48) - 1);
        return new UUID(bounded << 16, 0);
    }
}
