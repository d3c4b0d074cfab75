package io.sluice.deployment;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;

import tools.jackson.databind.JsonNode;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Kubernetes objects as the models of those who read them know them: a member that a model does not
 * know, or a value of another type, is an error.
 */
record Manifests(List<Object> objects) {

    private static final Map<String, Manifests> OVERLAYS = new ConcurrentHashMap<>();

    private static final Map<String, Class<?>> MODELS =
            Map.ofEntries(
                    Map.entry("v1 Namespace", Namespace.class),
                    Map.entry("v1 Service", Service.class),
                    Map.entry("v1 ConfigMap", ConfigMap.class),
                    Map.entry("apps/v1 Deployment", Deployment.class),
                    Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
                    Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
                    Map.entry("kafka.strimzi.io/v1 Kafka", Kafka.class),
                    Map.entry("kafka.strimzi.io/v1 KafkaNodePool", KafkaNodePool.class),
                    Map.entry("kafka.strimzi.io/v1 KafkaTopic", KafkaTopic.class),
                    Map.entry("kafka.strimzi.io/v1 KafkaUser", KafkaUser.class),
                    Map.entry("postgresql.cnpg.io/v1 Cluster", PostgresCluster.class),
                    Map.entry("keda.sh/v1alpha1 ScaledObject", Autoscaling.ScaledObject.class),
                    Map.entry(
                            "keda.sh/v1alpha1 TriggerAuthentication",
                            Autoscaling.TriggerAuthentication.class),
                    Map.entry("monitoring.coreos.com/v1 PodMonitor", PodMonitor.class),
                    Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class));

    private static final ObjectMapper STRICT =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .setAnnotationIntrospector(new NothingUnknown());

    /** The models keep what they do not know; here that is a mistake. */
    private static final class NothingUnknown extends JacksonAnnotationIntrospector {

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    static Manifests of(String yaml) {
        List<Object> objects = new ArrayList<>();
        for (JsonNode document : Project.documents(yaml)) {
            String kind =
                    document.path("apiVersion").asString() + " " + document.path("kind").asString();
            Class<?> model = MODELS.get(kind);
            if (model == null) {
                throw new IllegalArgumentException(kind + ": no model (expected: " + MODELS + ")");
            }
            try {
                objects.add(STRICT.readValue(document.toString(), model));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(
                        kind
                                + " "
                                + document.at("/metadata/name").asString()
                                + ": "
                                + e.getMessage(),
                        e);
            }
        }
        return new Manifests(List.copyOf(objects));
    }

    /** What {@code kubectl apply -k} would send. */
    private static Manifests rendered(String folder) {
        try {
            Path yaml = Files.createTempFile("rendered", ".yaml");
            Process process =
                    new ProcessBuilder("kubectl", "kustomize", folder)
                            .directory(Project.ROOT.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(yaml.toFile())
                            .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(Files.readString(yaml));
            }
            String text = Files.readString(yaml, StandardCharsets.UTF_8);
            Files.delete(yaml);
            return of(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An overlay, rendered once; where there is no kubectl the test is skipped, and says so. */
    static Manifests ofOverlay(String overlay) {
        boolean kubectl =
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
        assumeThat(kubectl).as("kubectl is on the path").isTrue();
        return OVERLAYS.computeIfAbsent(
                overlay, name -> rendered("deploy/kubernetes/overlays/" + name));
    }

    <T extends HasMetadata> T named(Class<T> kind, String name) {
        return all(kind).stream()
                .filter(each -> each.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError(kind.getSimpleName() + " " + name + ": none"));
    }

    Deployment deployment(String service) {
        return named(Deployment.class, service);
    }

    Container container(String service) {
        return deployment(service).getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    <T> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
