package io.sluice.ledger.adapter.persistence;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.sluice.messaging.EventCodec;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.flywaydb.core.Flyway;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A fresh ledger database, with its store and a plain connection beside it. */
final class Postgres implements AutoCloseable {

    private final DatabaseAddress address = Infrastructure.database("books");
    private final ConnectionPool pool;

    Postgres() {
        Flyway.configure()
                .dataSource(address.jdbcUrl(), address.user(), address.password())
                .locations("classpath:db/messaging", "classpath:db/migration")
                .load()
                .migrate();
        ConnectionFactoryOptions options =
                ConnectionFactoryOptions.parse(address.r2dbcUrl())
                        .mutate()
                        .option(ConnectionFactoryOptions.USER, address.user())
                        .option(ConnectionFactoryOptions.PASSWORD, address.password())
                        .build();
        pool =
                new ConnectionPool(
                        ConnectionPoolConfiguration.builder(ConnectionFactories.get(options))
                                .maxSize(8)
                                .build());
    }

    R2dbcLedgerStore store() {
        return new R2dbcLedgerStore(pool, new StoredOutcomes(new EventCodec()));
    }

    R2dbcLedgerStore store(int few) {
        return new R2dbcLedgerStore(pool, new StoredOutcomes(new EventCodec()), few);
    }

    Reads reads() {
        return new Reads(pool);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of every row. */
    List<String> query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)).toLowerCase(Locale.ROOT));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }

    @Override
    public void close() {
        pool.dispose();
    }
}
