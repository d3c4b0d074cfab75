package io.sluice.local.server;

import io.sluice.local.process.Child;
import io.sluice.local.process.Children;
import io.sluice.local.process.Home;
import io.sluice.local.process.JvmFlags;
import io.sluice.local.process.LogTail;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.process.Programs;
import io.sluice.local.process.Readiness;
import io.sluice.local.process.StartupCache;
import io.sluice.local.security.Security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A broker that is a controller too, on the data that is there: the only one, or one of three. */
public final class Kafka {

    public static final String NAME = "kafka";

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final int FORMAT_SECONDS = 60;

    /** The same id for ever: the data of one installation is never mixed with another's. */
    private static final String CLUSTER_ID = "c2x1aWNlLWxvY2FsLTAwMQ";

    private final Home home;
    private final Children children;
    private final Brokers brokers;
    private final int number;
    private final Security security;
    private final StartupCache.Purpose purpose;

    /**
     * @param number of {@link Brokers#numbers()}
     */
    public Kafka(
            Home home,
            Children children,
            Brokers brokers,
            int number,
            Security security,
            StartupCache.Purpose purpose) {
        this.home = home;
        this.children = children;
        this.brokers = brokers;
        this.number = number;
        this.security = security;
        this.purpose = purpose;
    }

    /** The first has the plain name, others carry their number. */
    public String name() {
        return number == 1 ? NAME : NAME + "-" + number;
    }

    public int port() {
        return brokers.port(number);
    }

    /** Accepts connections when it returns. */
    public Process start() {
        try {
            Files.createDirectories(cache().folder());
            writeSettings();
            try (InputStream resource = Kafka.class.getResourceAsStream("/broker-logback.xml")) {
                Files.copy(
                        Objects.requireNonNull(resource),
                        logging(),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new PlainFailure("cannot write " + settingsFile() + ": " + e.getMessage(), e);
        }
        if (!Files.exists(home.kafka(number).resolve("meta.properties"))) {
            format();
        }
        LogTail.rotate(home.log(name()));
        Process process = children.start(child(command(cache().flags(purpose))));
        Readiness.await(
                "Kafka", process, home.log(name()), START_LIMIT, () -> Readiness.listens(port()));
        return process;
    }

    /** How to reach the broker as one who may do everything. */
    public Map<String, Object> administrator() {
        Map<String, Object> settings = new HashMap<>(security.kafkaClient(Security.ADMINISTRATOR));
        settings.put("bootstrap.servers", brokers.addresses());
        return settings;
    }

    /** The broker's start-up cache; belongs to its jars. */
    public StartupCache cache() {
        return new StartupCache(BrokerJars.folder(home.cache()));
    }

    /** What the broker's process runs. */
    public List<String> command(List<String> startupFlags) {
        List<String> command = java("512m", startupFlags);
        command.addAll(List.of("kafka.Kafka", settingsFile().toString()));
        return command;
    }

    /** A login may be among them: only their owner reads them. */
    private void writeSettings() throws IOException {
        Files.deleteIfExists(settingsFile());
        Files.createFile(
                settingsFile(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(settingsFile(), settings() + quorum());
    }

    private Path settingsFile() {
        return home.data().resolve(name() + ".properties");
    }

    /** A file of its own: a start-up cache is void when a jar on the class path changes. */
    private Path logging() {
        return home.data().resolve(name() + "-logback.xml");
    }

    private void format() {
        Home.delete(home.kafka(number));
        // The broker's classes, most of which it needs.
        List<String> flags = new ArrayList<>(cache().flags(StartupCache.Purpose.WORK));
        flags.add("-XX:TieredStopAtLevel=1");
        List<String> command = java("256m", flags);
        command.addAll(
                List.of(
                        "kafka.tools.StorageTool",
                        "format",
                        "--cluster-id",
                        CLUSTER_ID,
                        "--config",
                        settingsFile().toString()));
        if (!brokers.areSeveral()) {
            command.add("--standalone");
        }
        if (security.isOn()) {
            // The broker itself logs in with it: no other way leads to the first user.
            command.addAll(List.of("--add-scram", administratorsLogin()));
        }
        Path log = home.log(name() + "-format");
        if (Programs.run(command, home.data(), log, FORMAT_SECONDS) != 0) {
            throw new PlainFailure("Kafka cannot format its data" + Readiness.lastWords(log));
        }
    }

    private String administratorsLogin() {
        return "SCRAM-SHA-512=[name=%s,password=%s]"
                .formatted(Security.ADMINISTRATOR, security.kafkaPassword(Security.ADMINISTRATOR));
    }

    private Child child(List<String> command) {
        Map<String, String> environment =
                Map.of("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"), "TZ", "UTC");
        return new Child(name(), NAME, port(), command, environment, home.data(), home.log(name()));
    }

    private List<String> java(String heap, List<String> flags) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Programs.java(),
                                "-Xmx" + heap,
                                "-Dlogback.configurationFile=" + logging()));
        command.addAll(JvmFlags.COMMON);
        command.addAll(flags);
        command.addAll(List.of("-cp", BrokerJars.classPath()));
        return command;
    }

    /** What differs where there are three: it comes last, and wins. */
    private String quorum() {
        if (!brokers.areSeveral()) {
            return "controller.quorum.bootstrap.servers=localhost:%d\n"
                    .formatted(brokers.controllerPort(number));
        }
        return """
        node.id=%d
        controller.quorum.voters=%s
        default.replication.factor=3
        min.insync.replicas=2
        offsets.topic.replication.factor=3
        transaction.state.log.replication.factor=3
        transaction.state.log.min.isr=2
        share.coordinator.state.topic.replication.factor=3
        share.coordinator.state.topic.min.isr=2
        # One that is stopped is given up soon, and its partitions pass on.
        broker.session.timeout.ms=6000
        replica.lag.time.max.ms=10000
        """
                .formatted(number, brokers.voters());
    }

    private String settings() {
        return """
        process.roles=broker,controller
        node.id=1
        controller.listener.names=CONTROLLER
        log.dirs=%1$s
        %2$s
        # Partition counts are part of the design: a topic that nobody planned is an error.
        auto.create.topics.enable=false
        # One node keeps the only copy.
        offsets.topic.replication.factor=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        # A handful of consumer groups: fifty partitions of offsets would only take time to open.
        offsets.topic.num.partitions=4
        # A service that joins need not wait for others to come.
        group.initial.rebalance.delay.ms=0
        # A killed consumer's partitions pass on soon.
        group.min.session.timeout.ms=1000
        # Two cores.
        num.network.threads=2
        num.io.threads=4
        background.threads=2
        num.recovery.threads.per.data.dir=2
        # Compacts the offsets topic alone; the default takes 128 MB of the heap.
        log.cleaner.dedupe.buffer.size=8388608
        """
                .formatted(
                        home.kafka(number),
                        BrokerListeners.settings(security, port(), brokers.controllerPort(number)));
    }
}
