package io.sluice.local.service;

import io.sluice.local.process.Home;
import io.sluice.local.process.Secrets;
import io.sluice.local.security.Certificates;
import io.sluice.local.security.Security;
import io.sluice.local.server.Postgres;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a service is given: its own settings and keys, and of the caller's environment the little it needs. */
public final class ServiceEnvironment {

    private static final Set<String> INHERITED =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "JAVA_TOOL_OPTIONS");

    /** The user's own settings, in Spring's words or ours. */
    private static final List<String> SETTINGS =
            List.of("SPRING_", "SLUICE_", "LOGGING_", "MANAGEMENT_");

    /** Never handed through: each belongs to the services that are given it by name. */
    private static final String KEY = "_KEY";

    private final Home home;
    private final Secrets secrets;
    private final Security security;
    private final String brokers;
    private final int postgresPort;
    private final Map<String, String> caller;

    /**
     * @param brokers their addresses
     */
    public ServiceEnvironment(
            Home home,
            Secrets secrets,
            Security security,
            String brokers,
            int postgresPort,
            Map<String, String> caller) {
        this.home = home;
        this.secrets = secrets;
        this.security = security;
        this.brokers = brokers;
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
        environment.put("SLUICE_SANDBOX_URL", Service.SANDBOX.at(security).toString());
        environment.put("SLUICE_LEDGER_URL", Service.LEDGER_SERVICE.at(security).toString());
        environment.put("SLUICE_INGEST_URL", Service.WEBHOOK_INGEST.at(security).toString());
        service.keys().forEach(name -> environment.put(name, secrets.key(name)));
        service.database().ifPresent(name -> environment.putAll(database(name)));
        if (service.equals(Service.SANDBOX)) {
            environment.put("SLUICE_SANDBOX_DATA", home.sandbox().toString());
        } else {
            environment.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", brokers);
        }
        if (security.isOn()) {
            environment.putAll(secured(service));
        }
        return environment;
    }

    private Map<String, String> database(String name) {
        String location = "postgresql://localhost:" + postgresPort + "/" + name;
        String owner = Postgres.owner(name);
        String authority = security.certificates().authority().toString();
        return Map.of(
                "SPRING_R2DBC_URL",
                "r2dbc:"
                        + location
                        + (security.isOn() ? "?sslMode=verify-full&sslRootCert=" + authority : ""),
                "SPRING_R2DBC_USERNAME",
                name,
                "SPRING_R2DBC_PASSWORD",
                secrets.password(name),
                "SPRING_FLYWAY_URL",
                "jdbc:"
                        + location
                        + (security.isOn() ? "?sslmode=verify-full&sslrootcert=" + authority : ""),
                // The migrations' role; the service itself owns nothing.
                "SPRING_FLYWAY_USER",
                owner,
                "SPRING_FLYWAY_PASSWORD",
                secrets.password(owner));
    }

    private Map<String, String> secured(Service service) {
        Certificates certificates = security.certificates();
        Map<String, String> environment = new HashMap<>();
        if (service.database().isPresent()) {
            environment.put("SPRING_KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
            environment.put("SPRING_KAFKA_SSL_TRUST_STORE_TYPE", "PEM");
            environment.put(
                    "SPRING_KAFKA_SSL_TRUST_STORE_LOCATION",
                    certificates.authority().toUri().toString());
            environment.put("SPRING_KAFKA_PROPERTIES_SASL_MECHANISM", "SCRAM-SHA-512");
            environment.put(
                    "SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", security.login(service.name()));
        }
        if (Service.OUTER.contains(service)) {
            environment.put(
                    "SERVER_SSL_CERTIFICATE",
                    certificates.certificate(service.name()).toUri().toString());
            environment.put(
                    "SERVER_SSL_CERTIFICATE_PRIVATE_KEY",
                    certificates.key(service.name()).toUri().toString());
        }
        return environment;
    }

    private static boolean isHandedThrough(String name) {
        return INHERITED.contains(name)
                || (SETTINGS.stream().anyMatch(name::startsWith) && !name.endsWith(KEY));
    }
}
