package io.sluice.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Every file by itself, without kubectl; and that the models notice what is wrong. */
class ManifestsTest {

    private static final Path BASE = Project.ROOT.resolve("deploy/kubernetes/base");

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(BASE)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("kustomization.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyMemberIsKnownToWhoReadsIt(String file) {
        assertThat(Manifests.of(Project.text("deploy/kubernetes/base/" + file)).objects())
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ledger-service.yaml, containerPort, containrPort",
        "ledger-service.yaml, maxUnavailable: 1, maxUnavailable: {of: 1}",
        "ledger-service.yaml, podSelector, podSelektor",
        "ledger-service.yaml, maxReplicaCount: 12, maxReplicaCount: many",
        "ledger-service.yaml, passwordSecret, passwdSecret",
        "common.yaml, readOnlyRootFilesystem, readOnlyRoot",
        "kafka.yaml, scram-sha-512, scram-sha-513",
        "topics.yaml, partitions: 12, partitions: twelve",
        "monitoring.yaml, podMetricsEndpoints, podMetricEndpoints",
    })
    void aMistakeIsFound(String file, String right, String wrong) {
        String text = Project.text("deploy/kubernetes/base/" + file);
        assertThat(text).contains(right);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Manifests.of(text.replace(right, wrong)));
    }
}
