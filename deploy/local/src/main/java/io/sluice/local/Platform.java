package io.sluice.local;

import io.sluice.local.process.Children;
import io.sluice.local.process.Console;
import io.sluice.local.process.Home;
import io.sluice.local.process.PortOffset;
import io.sluice.local.process.Running;
import io.sluice.local.process.Secrets;
import io.sluice.local.process.StartupCache;
import io.sluice.local.security.Security;
import io.sluice.local.server.Brokers;
import io.sluice.local.server.Kafka;
import io.sluice.local.server.KafkaTopics;
import io.sluice.local.server.KafkaUsers;
import io.sluice.local.server.Postgres;
import io.sluice.local.service.Instances;
import io.sluice.local.service.Service;
import io.sluice.local.service.ServiceEnvironment;
import io.sluice.local.service.ServiceStarter;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All processes of one installation, started in the order they need and stopped in the reverse. */
final class Platform {

    static final int KAFKA_PORT = PortOffset.of(19092);
    static final int CONTROLLER_PORT = PortOffset.of(19093);
    static final int POSTGRES_PORT = PortOffset.of(15432);

    private final Home home;
    private final Console console;
    private final Children children;
    private final Security security;
    private final Postgres postgres;
    private final Brokers brokers;
    private final List<Kafka> kafkas;
    private final Instances instances;
    private final ServiceStarter starter;
    private final List<Service> services;
    private final Map<String, Process> started = new ConcurrentHashMap<>();

    Platform(
            Home home,
            Console console,
            Children children,
            StartupCache.Purpose purpose,
            List<Service> services) {
        this.home = home;
        this.services = List.copyOf(services);
        this.console = console;
        this.children = children;
        Secrets secrets = new Secrets(home.secrets());
        this.security = new Security(home, secrets);
        this.postgres = new Postgres(home, children, POSTGRES_PORT, secrets, security);
        // One of each learns as much as several, and records alone.
        boolean training = purpose == StartupCache.Purpose.TRAINING;
        this.instances = new Instances(training ? 1 : Instances.asked());
        this.brokers = brokers(training ? 1 : Brokers.asked());
        this.kafkas =
                brokers.numbers().stream()
                        .map(
                                number ->
                                        new Kafka(
                                                home, children, brokers, number, security, purpose))
                        .toList();
        this.starter =
                new ServiceStarter(
                        home,
                        children,
                        new ServiceEnvironment(
                                home,
                                secrets,
                                security,
                                brokers.addresses(),
                                POSTGRES_PORT,
                                System.getenv()),
                        security,
                        purpose);
    }

    static Brokers brokers(int count) {
        return new Brokers(count, KAFKA_PORT, CONTROLLER_PORT);
    }

    /** Unpacks what was built. */
    void prepare() {
        Together.run(
                services.stream()
                        .map(service -> (Runnable) () -> starter.prepare(service))
                        .toArray(Runnable[]::new));
    }

    /** Everything is ready for work when it returns. */
    void start() {
        Together.run(
                () -> {
                    if (services.contains(Service.SANDBOX)) {
                        startService(Service.SANDBOX, Service.SANDBOX.port());
                    }
                },
                this::startPostgres,
                () -> {
                    Together.run(
                            kafkas.stream()
                                    .map(kafka -> (Runnable) () -> startKafka(kafka))
                                    .toArray(Runnable[]::new));
                    int topics = KafkaTopics.ensure(kafka().administrator(), brokers.count());
                    console.step("topics", topics + " topics");
                    if (security.isOn()) {
                        KafkaUsers.ensure(kafka().administrator(), security);
                    }
                });
        Together.run(
                Service.FOUR.stream()
                        .filter(services::contains)
                        .map(service -> (Runnable) () -> startFirst(service))
                        .toArray(Runnable[]::new));
        Together.run(
                Service.FOUR.stream()
                        .filter(services::contains)
                        .flatMap(
                                service ->
                                        instances.ports(service).stream()
                                                .skip(1)
                                                .map(port -> further(service, port)))
                        .toArray(Runnable[]::new));
    }

    private Runnable further(Service service, int port) {
        return () -> startService(service, port);
    }

    /** The demo's wallets are filled as soon as the ledger can, while others still start. */
    private void startFirst(Service service) {
        startService(service, service.port());
        if (service.equals(Service.LEDGER_SERVICE)) {
            Funding.fundDemoWallets(console, security);
        }
    }

    private void startPostgres() {
        long begin = System.nanoTime();
        Postgres.Started server = postgres.start(databases());
        started.put(Postgres.NAME, server.process());
        done(
                "PostgreSQL " + server.version(),
                "localhost:" + POSTGRES_PORT,
                server.process(),
                begin);
    }

    private void startKafka(Kafka kafka) {
        long begin = System.nanoTime();
        Process process = kafka.start();
        started.put(kafka.name(), process);
        done("Kafka", "localhost:" + kafka.port(), process, begin);
    }

    /** A first or a further instance. */
    void startService(Service service, int port) {
        long begin = System.nanoTime();
        String name = service.instanceName(port);
        Process process = starter.start(service, port);
        started.put(name, process);
        done(name, service.at(security, port).toString(), process, begin);
    }

    private static List<String> databases() {
        return Service.FOUR.stream().flatMap(service -> service.database().stream()).toList();
    }

    private void done(String what, String address, Process process, long beginNanos) {
        double seconds = (System.nanoTime() - beginNanos) / 1e9;
        console.step(
                what,
                String.format(
                        Locale.ROOT,
                        "%-22s pid %-7d took %.1f s",
                        address,
                        process.pid(),
                        seconds));
    }

    /** Starts what has ended, in its place. */
    Process startAgain(Running ended) {
        return switch (ended.role()) {
            case Postgres.NAME -> postgres.start(databases()).process();
            case Kafka.NAME -> kafkas.get(brokers.numberAt(ended.port()) - 1).start();
            default -> starter.restart(Service.named(ended.role()).orElseThrow(), ended.port());
        };
    }

    Security security() {
        return security;
    }

    Children children() {
        return children;
    }

    /** The first broker. */
    Kafka kafka() {
        return kafkas.getFirst();
    }

    ServiceStarter starter() {
        return starter;
    }

    Home home() {
        return home;
    }

    /** All that this launcher started, by name. */
    Map<String, Process> processes() {
        return Map.copyOf(started);
    }
}
