package io.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The script in a project of its own, with a Maven and JDKs that only say how they were called. */
class ScriptTest {

    private static final List<String> PROGRAMS =
            List.of(
                    "withdrawal-api",
                    "ledger-service",
                    "gateway-adapter",
                    "webhook-ingest",
                    "deploy/sandbox",
                    "deploy/local");

    @TempDir Path folder;

    private Path root;
    private Path jdk25;

    private record Ended(int exitCode, String output) {}

    @BeforeEach
    void project() throws IOException {
        root = Files.createDirectories(folder.resolve("project"));
        Path script = Path.of(System.getProperty("sluice.root")).resolve("sluice");
        Files.copy(script, root.resolve("sluice"));
        executable(root.resolve("sluice"), Files.readString(script));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        for (String program : PROGRAMS) {
            Path sources = Files.createDirectories(root.resolve(program).resolve("src/main"));
            Files.writeString(sources.resolve("Source.java"), "");
        }
        jdk25 = jdk("jdk-25", "25.0.1");
        executable(
                Files.createDirectories(folder.resolve("bin")).resolve("mvn"),
                """
                #!/usr/bin/env bash
                echo called >>%1$s/mvn-calls
                [[ ! -e %1$s/broken ]] || { echo "[ERROR] it does not compile"; exit 1; }
                for program in %2$s; do
                  mkdir -p %1$s/project/$program/target/lib
                  touch %1$s/project/$program/target/$(basename $program)-0.1.0-SNAPSHOT.jar
                done
                mv %1$s/project/deploy/local/target/local-0.1.0-SNAPSHOT.jar \
                  %1$s/project/deploy/local/target/local-platform-0.1.0-SNAPSHOT.jar
                touch %1$s/project/deploy/local/target/lib/contracts-0.1.0-SNAPSHOT.jar
                """
                        .formatted(folder, String.join(" ", PROGRAMS)));
    }

    @Test
    void the_first_jdk_that_is_new_enough_is_taken() throws Exception {
        Path jdk17 = jdk("jdk-17", "17.0.9");

        Ended ended = sluice(Map.of("SLUICE_JDKS", jdk17 + " " + jdk25), "jdk");

        assertThat(ended).isEqualTo(new Ended(0, jdk25 + "\n"));
    }

    @Test
    void the_callers_java_home_comes_first() throws Exception {
        Path jdk26 = jdk("jdk-26", "26");

        Ended ended =
                sluice(
                        Map.of("SLUICE_JDKS", jdk25.toString(), "JAVA_HOME", jdk26.toString()),
                        "jdk");

        assertThat(ended.output()).isEqualTo(jdk26 + "\n");
    }

    @Test
    void without_a_jdk_one_line_says_what_to_install() throws Exception {
        Path jdk17 = jdk("jdk-17", "17.0.9");

        Ended ended = sluice(Map.of("SLUICE_JDKS", jdk17.toString()), "run");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output().lines()).hasSize(1);
        assertThat(ended.output()).contains("no JDK 25", "install", "JAVA_HOME");
    }

    @Test
    void what_is_built_is_not_built_again_until_a_source_changes() throws Exception {
        assertThat(run().output()).contains("Building", "io.sluice.local.Main run");
        assertThat(run().output()).doesNotContain("Building").contains("io.sluice.local.Main run");
        assertThat(mavenCalls()).isEqualTo(1);

        Files.setLastModifiedTime(
                root.resolve("ledger-service/src/main/Source.java"),
                FileTime.from(Instant.now().plus(Duration.ofMinutes(1))));

        assertThat(run().output()).contains("Building");
        assertThat(mavenCalls()).isEqualTo(2);
    }

    @Test
    void a_failed_build_shows_what_maven_said_and_starts_nothing() throws Exception {
        Files.createFile(folder.resolve("broken"));

        Ended ended = run();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output())
                .contains("it does not compile", "the build failed")
                .doesNotContain("io.sluice.local.Main");
    }

    @Test
    void an_unknown_command_is_answered_with_the_usage() throws Exception {
        Ended ended = sluice(Map.of(), "rnu");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.output()).startsWith("usage: ./sluice COMMAND");
    }

    @Test
    void nothing_is_built_to_stop_what_does_not_run() throws Exception {
        Ended ended = sluice(Map.of("SLUICE_JDKS", jdk25.toString()), "stop");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output()).contains("not running");
        assertThat(folder.resolve("mvn-calls")).doesNotExist();
    }

    @Test
    void it_works_through_a_link_from_another_directory() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), root.resolve("sluice"));

        Ended ended = call(Map.of("SLUICE_JDKS", jdk25.toString()), link.toString(), "run");

        assertThat(ended.output()).contains("-Dsluice.root=" + root);
    }

    private Ended run() throws Exception {
        return sluice(Map.of("SLUICE_JDKS", jdk25.toString()), "run");
    }

    private long mavenCalls() throws IOException {
        return Files.readAllLines(folder.resolve("mvn-calls")).size();
    }

    private Ended sluice(Map<String, String> environment, String... words) throws Exception {
        String[] command =
                Stream.concat(Stream.of(root.resolve("sluice").toString()), Stream.of(words))
                        .toArray(String[]::new);
        return call(environment, command);
    }

    private Ended call(Map<String, String> environment, String... command) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().clear();
        // The JDKs of this machine are not found: on the path are the system's tools alone.
        builder.environment().put("PATH", folder.resolve("bin") + ":" + tools());
        builder.environment().put("HOME", folder.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(output));
    }

    /** Links to what the script calls, and to nothing else. */
    private Path tools() throws IOException {
        Path tools = folder.resolve("tools");
        if (Files.exists(tools)) {
            return tools;
        }
        Files.createDirectories(tools);
        for (String tool :
                List.of(
                        "bash",
                        "basename",
                        "cat",
                        "cksum",
                        "cp",
                        "cut",
                        "date",
                        "dirname",
                        "env",
                        "find",
                        "grep",
                        "head",
                        "ls",
                        "mkdir",
                        "mv",
                        "readlink",
                        "rm",
                        "sed",
                        "tail",
                        "touch")) {
            for (Path place : List.of(Path.of("/usr/bin"), Path.of("/bin"))) {
                Path link = tools.resolve(tool);
                if (Files.exists(place.resolve(tool)) && !Files.exists(link)) {
                    Files.createSymbolicLink(link, place.resolve(tool));
                }
            }
        }
        return tools;
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        for (String program : List.of("java", "javac")) {
            executable(home.resolve("bin").resolve(program), "#!/usr/bin/env bash\necho \"$@\"\n");
        }
        return home;
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
