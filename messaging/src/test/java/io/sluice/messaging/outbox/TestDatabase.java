package io.sluice.messaging.outbox;

import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.flywaydb.core.Flyway;

/** A database with the outbox's tables and nobody who uses them. */
final class TestDatabase {

    private final DatabaseAddress address;

    private TestDatabase(DatabaseAddress address) {
        this.address = address;
    }

    static TestDatabase migrated(String name) {
        DatabaseAddress address = Infrastructure.database(name);
        Flyway.configure()
                .dataSource(address.jdbcUrl(), address.user(), address.password())
                .locations("classpath:db/messaging")
                .load()
                .migrate();
        return new TestDatabase(address);
    }

    ConnectionFactory connections() {
        return ConnectionFactories.get(
                ConnectionFactoryOptions.parse(address.r2dbcUrl())
                        .mutate()
                        .option(ConnectionFactoryOptions.USER, address.user())
                        .option(ConnectionFactoryOptions.PASSWORD, address.password())
                        .build());
    }
}
