package io.sluice.local.service;

import io.sluice.local.process.Home;
import io.sluice.local.process.PortOffset;
import io.sluice.local.security.Security;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One of the programs that the build makes.
 *
 * @param folder of its module, below the root
 * @param database of its own; also its user's name
 * @param keys the only secrets it is given
 * @param heap the most its JVM may use; what benchmarks were seen to need, and room
 */
public record Service(
        String name,
        String folder,
        int port,
        Optional<String> database,
        Set<String> keys,
        String heap) {

    private static final String VERSION = "0.1.0-SNAPSHOT";
    private static final int BETWEEN_INSTANCES = 20;

    public static final Service SANDBOX =
            new Service(
                    "sandbox",
                    "deploy/sandbox",
                    PortOffset.of(8090),
                    Optional.empty(),
                    Set.of(),
                    "256m");

    public static final Service WITHDRAWAL_API =
            new Service(
                    "withdrawal-api",
                    "withdrawal-api",
                    PortOffset.of(8080),
                    Optional.of("withdrawal_api"),
                    Set.of("SLUICE_DESTINATION_KEY", "SLUICE_SECRETS_KEY"),
                    "512m");

    public static final Service LEDGER_SERVICE =
            new Service(
                    "ledger-service",
                    "ledger-service",
                    PortOffset.of(8081),
                    Optional.of("ledger_service"),
                    Set.of(),
                    "512m");

    public static final Service GATEWAY_ADAPTER =
            new Service(
                    "gateway-adapter",
                    "gateway-adapter",
                    PortOffset.of(8082),
                    Optional.of("gateway_adapter"),
                    Set.of("SLUICE_DESTINATION_KEY"),
                    "384m");

    public static final Service WEBHOOK_INGEST =
            new Service(
                    "webhook-ingest",
                    "webhook-ingest",
                    PortOffset.of(8083),
                    Optional.of("webhook_ingest"),
                    Set.of("SLUICE_CALLBACK_KEY"),
                    "384m");

    /** Those with a database, in the order of a withdrawal's way. */
    public static final List<Service> FOUR =
            List.of(WITHDRAWAL_API, LEDGER_SERVICE, GATEWAY_ADAPTER, WEBHOOK_INGEST);

    /** The most demanding first: on few cores the last one to start decides. */
    public static final List<Service> ALL =
            List.of(WITHDRAWAL_API, LEDGER_SERVICE, GATEWAY_ADAPTER, WEBHOOK_INGEST, SANDBOX);

    /** Those that the world outside calls: on a secured platform they speak HTTPS alone. */
    public static final List<Service> OUTER = List.of(WITHDRAWAL_API, WEBHOOK_INGEST);

    public Service {
        keys = Set.copyOf(keys);
    }

    public static Optional<Service> named(String name) {
        return ALL.stream().filter(service -> service.name().equals(name)).findFirst();
    }

    /** Where the first instance answers. */
    public URI at(Security security) {
        return at(security, port);
    }

    /** Where an instance answers. */
    public URI at(Security security, int instancePort) {
        String scheme = security.isOn() && OUTER.contains(this) ? "https" : "http";
        return URI.create(scheme + "://localhost:" + instancePort);
    }

    /** What the build makes of it. */
    public Path jar(Home home) {
        return home.root().resolve(folder).resolve("target").resolve(jarName());
    }

    public String jarName() {
        return name + "-" + VERSION + "-app.jar";
    }

    /** Where an instance listens, counted from 1. */
    public int port(int instance) {
        return port + BETWEEN_INSTANCES * (instance - 1);
    }

    /** The first instance has the service's own name, others carry their port. */
    public String instanceName(int instancePort) {
        return instancePort == port ? name : name + "-" + instancePort;
    }
}
