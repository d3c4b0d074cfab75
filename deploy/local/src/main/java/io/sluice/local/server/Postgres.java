package io.sluice.local.server;

import io.sluice.local.process.Child;
import io.sluice.local.process.Children;
import io.sluice.local.process.Home;
import io.sluice.local.process.LogTail;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.process.Programs;
import io.sluice.local.process.Readiness;
import io.sluice.local.process.Secrets;
import io.sluice.local.security.Certificates;
import io.sluice.local.security.Security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The database server: made once, then started on the data that is there. */
public final class Postgres {

    public static final String NAME = "postgres";

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final int CREATE_SECONDS = 60;

    private final Home home;
    private final Children children;
    private final int port;
    private final Secrets secrets;
    private final Security security;

    public Postgres(Home home, Children children, int port, Secrets secrets, Security security) {
        this.home = home;
        this.children = children;
        this.port = port;
        this.secrets = secrets;
        this.security = security;
    }

    /** What to know about a server that answers. */
    public record Started(Process process, String version) {}

    /** Ready for connections when it returns, with a database of each name and its two roles. */
    public Started start(List<String> databases) {
        PostgresBinaries.Unpacked programs = PostgresBinaries.unpack(home.cache());
        List<String> prefix = Unprivileged.prefix(home.data());
        if (Files.exists(home.postgres().resolve("PG_VERSION"))) {
            requireSameMajor(programs.version());
        } else {
            create(programs, prefix);
        }
        LogTail.rotate(home.log(NAME));
        Process process = children.start(child(programs, prefix));
        try (Databases server = connect(process)) {
            databases.forEach(name -> ensure(server, name));
        }
        return new Started(process, programs.version());
    }

    /** Who owns a database, and runs its migrations. */
    public static String owner(String database) {
        return Databases.owner(database);
    }

    private void ensure(Databases server, String name) {
        server.ensure(name, secrets.password(name), secrets.password(owner(name)));
    }

    private Databases connect(Process process) {
        Databases.Logins administrator =
                new Databases.Logins(port, NAME, secrets.password(NAME), clientSettings());
        List<Databases> connected = new ArrayList<>();
        Readiness.await(
                "PostgreSQL",
                process,
                home.log(NAME),
                START_LIMIT,
                () ->
                        Readiness.listens(port)
                                && Databases.connect(administrator)
                                        .map(connected::add)
                                        .orElse(false));
        return connected.getFirst();
    }

    private void requireSameMajor(String version) {
        String wanted = version.substring(0, version.indexOf('.'));
        String found = read(() -> home.postgres().resolve("PG_VERSION")).strip();
        if (!found.equals(wanted)) {
            throw new PlainFailure(
                    "the data in "
                            + home.postgres()
                            + " was written by PostgreSQL "
                            + found
                            + " (expected: "
                            + wanted
                            + "): './sluice run --fresh' starts with empty data");
        }
    }

    private static String read(Supplier<Path> file) {
        try {
            return Files.readString(file.get());
        } catch (IOException e) {
            throw new PlainFailure("cannot read " + file.get() + ": " + e.getMessage(), e);
        }
    }

    /** Made in a draft folder first, so that a half-made one is never taken for data. */
    private void create(PostgresBinaries.Unpacked programs, List<String> prefix) {
        Path draft = home.data().resolve("postgres.draft");
        Path passwordFile = home.data().resolve("postgres.password");
        Home.delete(draft);
        try {
            Files.writeString(passwordFile, secrets.password(NAME));
            List<String> command =
                    concat(
                            prefix,
                            List.of(
                                    programs.program("initdb"),
                                    "--pgdata=" + draft,
                                    "--username=" + NAME,
                                    "--pwfile=" + passwordFile,
                                    "--auth=scram-sha-256",
                                    "--encoding=UTF8",
                                    // The same order of text on every machine.
                                    "--locale-provider=builtin",
                                    "--locale=C.UTF-8"));
            Path log = home.log("postgres-create");
            if (Programs.run(command, home.data(), log, CREATE_SECONDS) != 0) {
                throw new PlainFailure(
                        "PostgreSQL cannot create its data" + Readiness.lastWords(log));
            }
            Files.move(draft, home.postgres());
        } catch (IOException e) {
            throw new PlainFailure("cannot create " + home.postgres() + ": " + e.getMessage(), e);
        } finally {
            Home.delete(passwordFile);
        }
    }

    private Child child(PostgresBinaries.Unpacked programs, List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
        command.add(programs.program("postgres"));
        command.addAll(List.of("-D", home.postgres().toString()));
        settings().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        if (security.isOn()) {
            securedSettings()
                    .forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        }
        Map<String, String> environment =
                Map.of("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"), "TZ", "UTC");
        return new Child(NAME, NAME, port, command, environment, home.data(), home.log(NAME));
    }

    private Map<String, String> settings() {
        return Map.ofEntries(
                // Only this machine, only by password; a socket file's path could be too long.
                Map.entry("listen_addresses", "localhost"),
                Map.entry("port", Integer.toString(port)),
                Map.entry("unix_socket_directories", ""),
                // Four services with a pool each, a second instance of each, and room for a look.
                Map.entry("max_connections", "200"),
                // What was answered is on the disk: the defaults, said aloud.
                Map.entry("fsync", "on"),
                Map.entry("full_page_writes", "on"),
                Map.entry("synchronous_commit", "on"),
                // The hot rows of the books and their indexes stay in memory.
                Map.entry("shared_buffers", "256MB"),
                // Fewer checkpoints, hence fewer whole pages in the log, under a benchmark's load.
                Map.entry("max_wal_size", "2GB"),
                // A stopped process holds no locks for longer than this.
                Map.entry("idle_in_transaction_session_timeout", "5s"),
                // Statements are short: compiling one costs more than running it.
                Map.entry("jit", "off"),
                // Errors are logged without the rows they speak of: those may be personal data.
                Map.entry("log_error_verbosity", "terse"),
                Map.entry("log_parameter_max_length", "0"),
                Map.entry("log_parameter_max_length_on_error", "0"),
                Map.entry("log_min_error_statement", "panic"),
                Map.entry("log_line_prefix", "%m [%p] %u@%d "),
                Map.entry("timezone", "UTC"),
                Map.entry("log_timezone", "UTC"));
    }

    /** Whoever comes without TLS is refused. */
    private Map<String, String> securedSettings() {
        Certificates certificates = security.certificates();
        Path rules = home.data().resolve("postgres.hba");
        try {
            Files.writeString(
                    rules,
                    """
                    hostssl all all 127.0.0.1/32 scram-sha-256
                    hostssl all all ::1/128 scram-sha-256
                    """);
        } catch (IOException e) {
            throw new PlainFailure("cannot write " + rules + ": " + e.getMessage(), e);
        }
        return Map.of(
                "hba_file", rules.toString(),
                "ssl", "on",
                "ssl_min_protocol_version", "TLSv1.3",
                "ssl_cert_file", certificates.certificate(NAME).toString(),
                "ssl_key_file", certificates.key(NAME).toString());
    }

    private Map<String, String> clientSettings() {
        return security.isOn()
                ? Map.of(
                        "sslmode",
                        "verify-full",
                        "sslrootcert",
                        security.certificates().authority().toString())
                : Map.of();
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
