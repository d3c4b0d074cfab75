package io.sluice.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.Topics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** docker-compose.yml, read as compose reads it, against the services that it starts. */
class ComposeTest {

    private static final Pattern PINNED = Pattern.compile("[a-z./-]+:v?[0-9]+\\.[0-9]+[0-9a-z.-]*");
    private static final Set<String> ONE_SHOTS = Set.of("topics");
    private static final Map<String, Object> COMPOSE = compose();
    private static final Map<String, Map<String, Object>> SERVICES = map(COMPOSE.get("services"));

    /** SnakeYAML resolves anchors and merge keys, as compose does. */
    private static Map<String, Object> compose() {
        return new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Project.text("docker-compose.yml"));
    }

    @SuppressWarnings("unchecked")
    private static <T> Map<String, T> map(Object value) {
        return (Map<String, T>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<String> list(Object value) {
        return (List<String>) value;
    }

    static Set<String> all() {
        return new TreeSet<>(SERVICES.keySet());
    }

    static Stream<String> ours() {
        return Stream.concat(Project.services().stream(), Stream.of("sandbox"));
    }

    @Test
    void everyPartOfThePlatformIsThere() {
        assertThat(SERVICES)
                .containsOnlyKeys(
                        "withdrawal-api",
                        "ledger-service",
                        "gateway-adapter",
                        "webhook-ingest",
                        "sandbox",
                        "kafka",
                        "topics",
                        "postgres",
                        "prometheus",
                        "grafana",
                        "jaeger");
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyImageIsPinnedAndEveryContainerIsLimitedAndWithoutPrivileges(String name) {
        Map<String, Object> service = SERVICES.get(name);
        assertThat(service.get("image").toString()).matches(PINNED);
        Map<String, Object> limits =
                map(
                        ComposeTest.<Object>map(
                                        ComposeTest.<Object>map(service.get("deploy"))
                                                .get("resources"))
                                .get("limits"));
        assertThat(limits).containsKeys("cpus", "memory", "pids");
        assertThat(service)
                .containsEntry("read_only", true)
                .containsEntry("cap_drop", List.of("ALL"))
                .containsEntry("security_opt", List.of("no-new-privileges:true"));
        assertThat(service.get("user").toString()).doesNotStartWith("0").isNotEqualTo("root");
        if (!ONE_SHOTS.contains(name)) {
            assertThat(ComposeTest.<Object>map(service.get("healthcheck")))
                    .containsKeys("test", "interval", "timeout", "retries", "start_period");
        }
    }

    @ParameterizedTest
    @MethodSource("ours")
    void everyVariableIsASettingOfTheService(String name) {
        ServiceJar jar = ServiceJar.of(name);
        assertThat(ComposeTest.<Object>map(SERVICES.get(name).get("environment")).keySet())
                .isNotEmpty()
                .allMatch(jar::reads, "a setting of " + name);
    }

    @ParameterizedTest
    @MethodSource("ours")
    void aServiceIsPublishedOnThisMachineAloneWhereTheDocumentsSay(String name) {
        int port = name.equals("sandbox") ? 8090 : Project.PORTS.get(name);
        assertThat(list(SERVICES.get(name).get("ports")))
                .containsExactly("127.0.0.1:%d:%d".formatted(port, port));
        assertThat(list(ComposeTest.<Object>map(SERVICES.get(name).get("healthcheck")).get("test")))
                .containsExactly("CMD", "/application/healthy.sh", Integer.toString(port));
    }

    @Test
    void brokerAndDatabaseArePublishedWhereTheDocumentsSay() {
        assertThat(list(SERVICES.get("kafka").get("ports")))
                .containsExactly("127.0.0.1:19092:19092");
        assertThat(list(SERVICES.get("postgres").get("ports")))
                .containsExactly("127.0.0.1:15432:5432");
    }

    @ParameterizedTest
    @MethodSource("ours")
    void aServiceIsBuiltFromItsModule(String name) {
        Map<String, Object> build = map(SERVICES.get(name).get("build"));
        Map<String, Object> arguments = map(build.get("args"));
        assertThat(arguments).containsEntry("SERVICE", name);
        assertThat(Project.ROOT.resolve(arguments.getOrDefault("MODULE", name) + "/pom.xml"))
                .exists();
    }

    @Test
    void aServicesRolesAndPasswordsAreThoseThatTheDatabaseIsGiven() {
        Map<String, Object> database = map(SERVICES.get("postgres").get("environment"));
        for (String service : Project.services()) {
            String role = service.replace('-', '_');
            Map<String, Object> environment = map(SERVICES.get(service).get("environment"));
            String variable = role.toUpperCase(Locale.ROOT);
            assertThat(environment)
                    .containsEntry("SPRING_R2DBC_USERNAME", role)
                    .containsEntry("SPRING_R2DBC_PASSWORD", database.get(variable + "_PASSWORD"))
                    .containsEntry("SPRING_FLYWAY_USER", role + "_owner")
                    .containsEntry(
                            "SPRING_FLYWAY_PASSWORD", database.get(variable + "_OWNER_PASSWORD"))
                    .containsEntry("SPRING_R2DBC_URL", "r2dbc:postgresql://postgres:5432/" + role)
                    .containsEntry("SPRING_FLYWAY_URL", "jdbc:postgresql://postgres:5432/" + role);
            assertThat(Project.text("deploy/postgres/create-databases.sh"))
                    .contains("create " + role + " ");
        }
    }

    @Test
    void whateverIsMountedFromTheProjectIsThere() {
        SERVICES.values().stream()
                .flatMap(
                        service ->
                                service.get("volumes") == null
                                        ? Stream.of()
                                        : list(service.get("volumes")).stream())
                .filter(volume -> volume.startsWith("./"))
                .forEach(
                        volume -> {
                            assertThat(volume).endsWith(":ro");
                            assertThat(Files.exists(Project.ROOT.resolve(volume.split(":")[0])))
                                    .as(volume)
                                    .isTrue();
                        });
    }

    @Test
    void theTopicsAreThoseOfTheDesign() {
        assertThat(Project.text("deploy/kafka/create-topics.sh"))
                .contains("for topic in " + String.join(" ", Topics.ALL) + "; do")
                .contains("--partitions " + Topics.PARTITIONS + " ")
                .contains("retention.ms=" + Duration.ofDays(Topics.RETENTION_DAYS).toMillis());
    }

    @Test
    void prometheusScrapesEachServiceAtItsPort() {
        String targets =
                Project.documents(Project.text("deploy/prometheus/prometheus.yml"))
                        .getFirst()
                        .path("scrape_configs")
                        .toString();
        Project.PORTS.forEach(
                (service, port) ->
                        assertThat(targets).contains("\"" + service + ":" + port + "\""));
    }
}
