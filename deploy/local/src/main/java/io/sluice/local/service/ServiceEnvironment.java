package io.sluice.local.service;

import io.sluice.local.process.Home;
import io.sluice.local.process.Secrets;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a service is given: its own settings and keys, and of the caller's environment the little it needs. */
public final class ServiceEnvironment {

    private static final Set<String> INHERITED =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR");

    /** The user's own settings, in Spring's words or ours. */
    private static final List<String> SETTINGS =
            List.of("SPRING_", "SLUICE_", "LOGGING_", "MANAGEMENT_");

    /** Never handed through: each belongs to the services that are given it by name. */
    private static final String KEY = "_KEY";

    private final Home home;
    private final Secrets secrets;
    private final int kafkaPort;
    private final int postgresPort;
    private final Map<String, String> caller;

    public ServiceEnvironment(
            Home home,
            Secrets secrets,
            int kafkaPort,
            int postgresPort,
            Map<String, String> caller) {
        this.home = home;
        this.secrets = secrets;
        this.kafkaPort = kafkaPort;
        this.postgresPort = postgresPort;
        this.caller = Map.copyOf(caller);
    }

    public Map<String, String> of(Service service, int port) {
        Map<String, String> environment = new HashMap<>();
        caller.forEach(
                (name, value) -> {
                    if (isHandedThrough(name)) {
                        environment.put(name, value);
                    }
                });
        environment.put("SPRING_PROFILES_ACTIVE", "local");
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("SLUICE_SANDBOX_URL", "http://localhost:" + Service.SANDBOX.port());
        environment.put("SLUICE_INGEST_URL", "http://localhost:" + Service.WEBHOOK_INGEST.port());
        service.keys().forEach(name -> environment.put(name, secrets.key(name)));
        service.database().ifPresent(name -> environment.putAll(database(name)));
        if (service.equals(Service.SANDBOX)) {
            environment.put("SLUICE_SANDBOX_DATA", home.sandbox().toString());
        } else {
            environment.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", "localhost:" + kafkaPort);
        }
        return environment;
    }

    private Map<String, String> database(String name) {
        String location = "postgresql://localhost:" + postgresPort + "/" + name;
        return Map.of(
                "SPRING_R2DBC_URL",
                "r2dbc:" + location,
                "SPRING_R2DBC_USERNAME",
                name,
                "SPRING_R2DBC_PASSWORD",
                secrets.password(name),
                "SPRING_FLYWAY_URL",
                "jdbc:" + location,
                "SPRING_FLYWAY_USER",
                name,
                "SPRING_FLYWAY_PASSWORD",
                secrets.password(name));
    }

    private static boolean isHandedThrough(String name) {
        return INHERITED.contains(name)
                || (SETTINGS.stream().anyMatch(name::startsWith) && !name.endsWith(KEY));
    }
}
