package io.sluice.gateway;

import io.sluice.contracts.Topics;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A backup of the service's database, to be put back as operators do. */
final class Backup {

    private static final String GROUP = "gateway-adapter";

    /** Those that others refer to come first. */
    private static final List<String> TABLES =
            List.of("payouts", "attempts", "proposals", "inquiries", "outbox");

    private final DatabaseAddress address;

    private Backup(DatabaseAddress address) {
        this.address = address;
    }

    static Backup of(DatabaseAddress address) {
        Backup backup = new Backup(address);
        backup.run(List.of("CREATE SCHEMA backup"));
        backup.run(
                TABLES.stream()
                        .map(table -> "CREATE TABLE backup." + table + " AS TABLE public." + table)
                        .toList());
        return backup;
    }

    void putBack() {
        run(List.of("TRUNCATE " + String.join(", ", TABLES)));
        run(
                TABLES.stream()
                        .map(
                                "INSERT INTO %1$s OVERRIDING SYSTEM VALUE TABLE backup.%1$s"
                                        ::formatted)
                        .toList());
    }

    private void run(List<String> statements) {
        try (Connection connection =
                        DriverManager.getConnection(
                                address.jdbcUrl(), address.user(), address.password());
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sets the stopped service's group back on one topic, by time. */
    void setBack(String topic, Instant then) {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", Infrastructure.bootstrapServers()))) {
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            for (int i = 0; i < Topics.PARTITIONS; i++) {
                asked.put(
                        new TopicPartition(topic, i), OffsetSpec.forTimestamp(then.toEpochMilli()));
            }
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            admin.listOffsets(asked)
                    .all()
                    .get(10, TimeUnit.SECONDS)
                    .forEach(
                            (partition, found) -> {
                                if (found.offset() >= 0) {
                                    offsets.put(partition, new OffsetAndMetadata(found.offset()));
                                }
                            });
            admin.alterConsumerGroupOffsets(GROUP, offsets).all().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("not set back", e);
        }
    }
}
