package io.sluice.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The images' Dockerfile, and the steps of it that need no engine, done as it does them. */
@Tag("long")
class ImageTest {

    private static final String DOCKERFILE = Project.text("Dockerfile");
    private static final int LIMIT_SECONDS = 100;

    @TempDir Path folder;

    /** One here; {@code -Dsluice.images=all} does every service. */
    static Stream<String> prepared() {
        return "all".equals(System.getProperty("sluice.images"))
                ? Stream.concat(Project.services().stream(), Stream.of("sandbox"))
                : Stream.of("webhook-ingest");
    }

    @Test
    void everyBaseIsPinnedAndTheServiceIsNobody() {
        assertThat(DOCKERFILE.lines().filter(line -> line.matches("(FROM|ARG JRE).*")))
                .containsExactly(
                        "ARG JRE=eclipse-temurin:25.0.3_9-jre-noble",
                        "FROM maven:3.9.16-eclipse-temurin-25 AS build",
                        "FROM ${JRE} AS prepared",
                        "FROM ${JRE}");
        String last = DOCKERFILE.substring(DOCKERFILE.lastIndexOf("FROM "));
        assertThat(last).contains("\nUSER 10001:10001\n").doesNotContain("ADD ", ":latest");
    }

    @Test
    void theImageHoldsWhatTheScriptMakesInTheOrderOfHowOftenItChanges() {
        assertThat(DOCKERFILE)
                .contains("RUN /prepare/prepare.sh /prepare/service.jar /layers /application\n")
                .containsSubsequence(
                        "COPY --from=prepared /layers/dependencies/ ./\n",
                        "COPY --from=prepared /layers/snapshot-dependencies/ ./\n",
                        "COPY --from=prepared /layers/application/ ./\n",
                        "COPY --from=prepared /application/app.aot ./\n");
        assertThat(DOCKERFILE)
                .contains(
                        "ENTRYPOINT [\"java\", \"@/application/java.options\","
                                + " \"-XX:AOTCache=/application/app.aot\","
                                + " \"-jar\", \"/application/app.jar\"]");
    }

    @ParameterizedTest
    @MethodSource("prepared")
    @EnabledOnOs(OS.LINUX)
    void theScriptTrainsACacheThatTheServiceStartsWith(String service)
            throws IOException, InterruptedException {
        Path application = folder.resolve("application");
        String module = service.equals("sandbox") ? "deploy/sandbox" : service;
        Path jar = Project.ROOT.resolve(module + "/target/" + service + "-0.1.0-SNAPSHOT-app.jar");

        run(
                Project.ROOT.resolve("deploy/image/prepare.sh").toString(),
                jar.toString(),
                folder.resolve("layers").toString(),
                application.toString());

        assertThat(folder.resolve("layers/dependencies/lib")).isNotEmptyDirectory();
        assertThat(folder.resolve("layers/application/app.jar")).isNotEmptyFile();
        // With AOTMode=on the JVM refuses to start when the cache does not fit.
        String log =
                run(
                        java(),
                        "@" + application.resolve("java.options"),
                        "-XX:AOTCache=" + application.resolve("app.aot"),
                        "-XX:AOTMode=on",
                        "-Dspring.context.exit=onRefresh",
                        "-jar",
                        application.resolve("app.jar").toString());
        assertThat(log).doesNotContain("ERROR");
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder(new ArrayList<>(List.of(command)))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SPRING_PROFILES_ACTIVE", "local");
        builder.environment().put("SPRING_FLYWAY_ENABLED", "false");
        builder.environment()
                .put("SLUICE_CALLBACK_KEY", "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=");
        builder.environment()
                .put("SLUICE_DESTINATION_KEY", "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=");
        builder.environment()
                .put("SLUICE_SECRETS_KEY", "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=");
        builder.environment().put("SLUICE_SANDBOX_DATA", folder.resolve("sandbox").toString());
        Process process = builder.start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String text = Files.readString(log);
        assertThat(ended && process.exitValue() == 0).as(text).isTrue();
        return text;
    }
}
