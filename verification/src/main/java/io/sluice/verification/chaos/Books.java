package io.sluice.verification.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The ledger's balances, in minor units of the one currency that chaos uses.
 *
 * @param cleared what providers have paid, less what came back; their fees are taken out again
 * @param reserved for withdrawals that are not at their end
 */
record Books(long cleared, long reserved) {

    static Books read(int port, String password) {
        String url = "jdbc:postgresql://localhost:" + port + "/ledger_service";
        try (Connection connection = DriverManager.getConnection(url, "postgres", password);
                Statement statement = connection.createStatement();
                ResultSet sums =
                        statement.executeQuery(
                                """
                                SELECT coalesce(sum(balance) FILTER (WHERE kind IN ('CLEARING', 'FEES')), 0),
                                       coalesce(sum(balance) FILTER (WHERE kind = 'RESERVED'), 0)
                                FROM account WHERE currency = 'TRY'
                                """)) {
            sums.next();
            return new Books(sums.getLong(1), sums.getLong(2));
        } catch (SQLException e) {
            throw new IllegalStateException("the ledger's balances: " + e.getMessage(), e);
        }
    }
}
