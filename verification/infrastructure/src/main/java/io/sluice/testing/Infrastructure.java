package io.sluice.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A Kafka broker and a PostgreSQL server, started once for each JVM when first asked for: embedded
 * by default, in containers with {@code -Pcontainers}.
 */
public final class Infrastructure {

    /** The topics of the design; named here again, since nothing of Sluice is below this module. */
    private static final List<String> TOPICS =
            List.of(
                    "withdrawals.v1",
                    "ledger-commands.v1",
                    "ledger.v1",
                    "payout-status.v1",
                    "payout-claims.v1",
                    "payouts.v1");

    private static final int PARTITIONS = 12;

    private Infrastructure() {}

    /** A broker with every topic and its dead-letter topic. */
    public static String bootstrapServers() {
        return BrokerHolder.BROKER.bootstrapServers();
    }

    /** A fresh, empty database with a name that begins like this, owned by its own user. */
    public static DatabaseAddress database(String name) {
        String unique =
                name.toLowerCase(Locale.ROOT).replace('-', '_')
                        + "_"
                        + UUID.randomUUID().toString().substring(0, 8);
        DatabaseAddress server = ServerHolder.SERVER.address();
        try (Connection connection =
                        DriverManager.getConnection(
                                server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE USER " + unique + " PASSWORD 'test'");
            statement.execute("CREATE DATABASE " + unique + " OWNER " + unique);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the test's database", e);
        }
        return new DatabaseAddress(server.host(), server.port(), unique, unique, "test");
    }

    interface Broker {
        String bootstrapServers();
    }

    interface DatabaseServer {
        DatabaseAddress address();
    }

    private static boolean containers() {
        return "containers".equals(System.getProperty("sluice.test.infrastructure"));
    }

    private static final class BrokerHolder {
        static final Broker BROKER =
                containers()
                        ? Containers.broker(TOPICS, PARTITIONS)
                        : Embedded.broker(TOPICS, PARTITIONS);
    }

    private static final class ServerHolder {
        static final DatabaseServer SERVER =
                containers() ? Containers.database() : Embedded.database();
    }
}
