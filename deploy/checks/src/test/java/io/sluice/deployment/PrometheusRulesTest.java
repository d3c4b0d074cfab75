package io.sluice.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The rules in Kubernetes are those that compose's Prometheus reads, in the operator's wrapping. */
class PrometheusRulesTest {

    private static final Path RULES = Project.ROOT.resolve("deploy/prometheus/rules");
    private static final Path WRAPPED = Project.ROOT.resolve("deploy/kubernetes/base/rules.yaml");
    private static final String HEADER =
            "# Made from deploy/prometheus/rules: mvn -pl deploy/checks -am verify"
                    + " -Dtest=PrometheusRulesTest -Dsluice.write=true\n";

    @Test
    void theRulesInKubernetesAreThoseOfPrometheus() throws IOException {
        String expected = wrapped();
        if (Boolean.getBoolean("sluice.write")) {
            Files.writeString(WRAPPED, expected);
        }
        assertThat(Files.readString(WRAPPED)).isEqualTo(expected);
    }

    private static String wrapped() throws IOException {
        YAMLMapper yaml =
                YAMLMapper.builder()
                        .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                        .disable(YAMLWriteFeature.SPLIT_LINES)
                        .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                        .build();
        ObjectNode rule = yaml.createObjectNode();
        rule.put("apiVersion", "monitoring.coreos.com/v1").put("kind", "PrometheusRule");
        rule.putObject("metadata").put("name", "sluice");
        ArrayNode groups = rule.putObject("spec").putArray("groups");
        for (Path file : files()) {
            for (JsonNode group : yaml.readTree(Files.readString(file)).path("groups")) {
                groups.add(group);
            }
        }
        return HEADER + yaml.writeValueAsString(rule);
    }

    private static List<Path> files() {
        if (!Files.isDirectory(RULES)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(RULES)) {
            return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
