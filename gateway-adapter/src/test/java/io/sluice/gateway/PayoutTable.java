package io.sluice.gateway;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.domain.AttemptState;
import io.sluice.gateway.domain.PayoutState;
import io.sluice.testing.DatabaseAddress;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The service's tables, read from outside. */
final class PayoutTable {

    /** An attempt as it is stored. */
    record Row(
            int number, String key, AttemptState state, int cascadeLevel, int sends, long sent) {}

    /** A payout as it is stored. */
    record Stored(PayoutState state, int claim, List<Row> attempts) {}

    private final DatabaseAddress address;

    PayoutTable(DatabaseAddress address) {
        this.address = address;
    }

    Map<PayoutId, Stored> all() {
        Map<PayoutId, Stored> all = new HashMap<>();
        try (Connection connection =
                        DriverManager.getConnection(
                                address.jdbcUrl(), address.user(), address.password());
                var statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT * FROM payouts")) {
                while (rows.next()) {
                    all.put(
                            id(rows),
                            new Stored(
                                    PayoutState.valueOf(rows.getString("state")),
                                    rows.getInt("claim"),
                                    new ArrayList<>()));
                }
            }
            try (ResultSet rows =
                    statement.executeQuery("SELECT * FROM attempts ORDER BY payout_id, attempt")) {
                while (rows.next()) {
                    Stored payout = all.get(id(rows));
                    if (payout != null) {
                        payout.attempts().add(row(rows));
                    }
                }
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PayoutId id(ResultSet rows) throws SQLException {
        return new PayoutId(rows.getObject("payout_id", UUID.class));
    }

    private static Row row(ResultSet rows) throws SQLException {
        return new Row(
                rows.getInt("attempt"),
                rows.getString("idempotency_key"),
                AttemptState.valueOf(rows.getString("state")),
                rows.getInt("cascade_level"),
                rows.getInt("sends"),
                rows.getLong("sent_total"));
    }
}
