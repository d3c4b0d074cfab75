package io.sluice.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A service that was started by hand beside those of a secured platform. */
record StartedService(Process process, Path log) implements AutoCloseable {

    private static final Duration ENDED_WITHIN = Duration.ofSeconds(90);

    /**
     * @param differs from how the service is to be started, as environment variables
     */
    static StartedService start(
            RunningPlatform platform, String service, Path log, Map<String, String> differs) {
        Path jar =
                Path.of(System.getProperty("sluice.root", ".."), service, "target")
                        .resolve(service + "-0.1.0-SNAPSHOT-app.jar");
        ProcessBuilder builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-jar",
                                jar.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        // Nothing is inherited.
        builder.environment().clear();
        builder.environment().putAll(broker(platform, service));
        builder.environment().putAll(database(platform, service.replace('-', '_')));
        builder.environment().putAll(differs);
        try {
            return new StartedService(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a user of the broker logs in. */
    static String login(RunningPlatform platform, String user) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                .formatted(user, platform.secret("password.kafka." + user));
    }

    private static Map<String, String> broker(RunningPlatform platform, String user) {
        return Map.of(
                "SERVER_PORT",
                "0",
                "SPRING_PROFILES_ACTIVE",
                "local",
                "SPRING_KAFKA_BOOTSTRAP_SERVERS",
                "localhost:" + platform.portOf(19092),
                "SPRING_KAFKA_SECURITY_PROTOCOL",
                "SASL_SSL",
                "SPRING_KAFKA_SSL_TRUST_STORE_TYPE",
                "PEM",
                "SPRING_KAFKA_SSL_TRUST_STORE_LOCATION",
                "file:" + platform.authority(),
                "SPRING_KAFKA_PROPERTIES_SASL_MECHANISM",
                "SCRAM-SHA-512",
                "SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG",
                login(platform, user));
    }

    private static Map<String, String> database(RunningPlatform platform, String role) {
        String server = "postgresql://localhost:" + platform.portOf(15432) + "/" + role;
        return Map.of(
                "SPRING_R2DBC_URL",
                "r2dbc:" + server + "?sslMode=verify-full&sslRootCert=" + platform.authority(),
                "SPRING_R2DBC_USERNAME",
                role,
                "SPRING_R2DBC_PASSWORD",
                platform.secret("password." + role),
                "SPRING_FLYWAY_URL",
                "jdbc:" + server + "?sslmode=verify-full&sslrootcert=" + platform.authority(),
                "SPRING_FLYWAY_USER",
                role + "_owner",
                "SPRING_FLYWAY_PASSWORD",
                platform.secret("password." + role + "_owner"));
    }

    /** A migration of a later release, and where to look for it beside those of this one. */
    static Map<String, String> withMigration(Path folder, String sql) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("V9000__next_release.sql"), sql);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> settings = new HashMap<>();
        settings.put("SPRING_FLYWAY_LOCATIONS_0", "classpath:db/messaging");
        settings.put("SPRING_FLYWAY_LOCATIONS_1", "classpath:db/migration");
        settings.put("SPRING_FLYWAY_LOCATIONS_2", "filesystem:" + folder.toAbsolutePath());
        return settings;
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last line that it logged before it gave up. */
    String lastWords() {
        try {
            if (!process.waitFor(ENDED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "still running: " + output();
            }
            return process.exitValue() == 0
                    ? "exit code 0: " + output()
                    : output().lines().toList().getLast();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
