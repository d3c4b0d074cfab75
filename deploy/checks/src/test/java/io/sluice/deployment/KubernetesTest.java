package io.sluice.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.sluice.contracts.TopicAccess;
import io.sluice.contracts.Topics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code kubectl apply -k} sends of the services, read by Kubernetes' own models. */
@ParameterizedClass
@ValueSource(strings = {"small", "production"})
class KubernetesTest {

    private final Manifests manifests;

    KubernetesTest(String overlay) {
        manifests = Manifests.ofOverlay(overlay);
    }

    private static Map<String, String> label(String service) {
        return Map.of("app.kubernetes.io/name", service);
    }

    @Test
    void everyServiceIsDeployedNoMoreAndNoLess() {
        assertThat(manifests.all(Deployment.class))
                .extracting(deployment -> deployment.getMetadata().getName())
                .containsExactlyInAnyOrderElementsOf(Project.services());
    }

    @Test
    void everyVariableIsASettingOfTheService() {
        for (String service : Project.services()) {
            ServiceJar jar = ServiceJar.of(service);
            assertThat(manifests.container(service).getEnv())
                    .extracting(EnvVar::getName)
                    .doesNotHaveDuplicates()
                    .allMatch(jar::reads, "a setting of " + service);
        }
    }

    @Test
    void aPodHasNoPrivilegesAndLimitsAndAPinnedImage() {
        for (String service : Project.services()) {
            PodSpec pod = manifests.deployment(service).getSpec().getTemplate().getSpec();
            Container container = pod.getContainers().getFirst();
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                    .isEqualTo("RuntimeDefault");
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getResources().getLimits()).containsKey("memory");
            assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
            assertThat(container.getImage()).matches(".*/" + service + ":[0-9]+\\.[0-9]+\\.[0-9]+");
            assertThat(pod.getTopologySpreadConstraints()).hasSize(2);
        }
    }

    @Test
    void aServiceAnswersAtItsPortAndAnOuterOneByHttpsAlone() {
        for (String service : Project.services()) {
            Container container = manifests.container(service);
            assertThat(container.getPorts().getFirst().getContainerPort())
                    .isEqualTo(Project.PORTS.get(service));
            assertThat(manifests.named(Service.class, service).getSpec().getSelector())
                    .isEqualTo(label(service));
            assertThat(
                            manifests
                                    .named(Service.class, service)
                                    .getSpec()
                                    .getPorts()
                                    .getFirst()
                                    .getPort())
                    .isEqualTo(Project.PORTS.get(service));
            String scheme = Project.OUTER.contains(service) ? "HTTPS" : null;
            assertThat(
                            Stream.of(
                                    container.getStartupProbe(),
                                    container.getReadinessProbe(),
                                    container.getLivenessProbe()))
                    .extracting(Probe::getHttpGet)
                    .allSatisfy(
                            probe -> {
                                assertThat(probe.getScheme()).isEqualTo(scheme);
                                assertThat(probe.getPort().getStrVal()).isEqualTo("http");
                                assertThat(probe.getPath()).startsWith("/actuator/health/");
                            });
            assertThat(container.getEnv().stream().map(EnvVar::getName).toList())
                    .satisfies(
                            names ->
                                    assertThat(names.contains("SERVER_SSL_CERTIFICATE"))
                                            .isEqualTo(Project.OUTER.contains(service)));
        }
    }

    @Test
    void budgetPolicyAndScalingBelongToTheDeployment() {
        for (TopicAccess access : TopicAccess.ALL) {
            String service = access.service();
            assertThat(
                            manifests
                                    .named(PodDisruptionBudget.class, service)
                                    .getSpec()
                                    .getSelector()
                                    .getMatchLabels())
                    .isEqualTo(label(service));
            NetworkPolicy policy = manifests.named(NetworkPolicy.class, service);
            assertThat(policy.getSpec().getPodSelector().getMatchLabels())
                    .isEqualTo(label(service));
            assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
            Autoscaling.Spec scaling =
                    manifests.all(Autoscaling.ScaledObject.class).stream()
                            .filter(each -> each.metadata().getName().equals(service))
                            .map(Autoscaling.ScaledObject::spec)
                            .findFirst()
                            .orElseThrow();
            assertThat(scaling.scaleTargetRef().name()).isEqualTo(service);
            assertThat(scaling.maxReplicaCount()).isLessThanOrEqualTo(Topics.PARTITIONS);
            assertThat(scaling.triggers())
                    .allSatisfy(
                            trigger ->
                                    assertThat(trigger.metadata())
                                            .containsEntry("consumerGroup", service))
                    .extracting(trigger -> trigger.metadata().get("topic"))
                    .containsExactlyInAnyOrderElementsOf(access.reads());
        }
    }

    @Test
    void everyServiceIsScraped() {
        Set<String> scraped =
                manifests.all(PodMonitor.class).stream()
                        .map(monitor -> monitor.getSpec().getSelector())
                        .flatMap(
                                selector ->
                                        Stream.concat(
                                                selector.getMatchLabels().entrySet().stream()
                                                        .filter(
                                                                label ->
                                                                        label.getKey()
                                                                                .equals(
                                                                                        "app.kubernetes.io/name"))
                                                        .map(Map.Entry::getValue),
                                                selector.getMatchExpressions().stream()
                                                        .flatMap(
                                                                each -> each.getValues().stream())))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(scraped).containsExactlyInAnyOrderElementsOf(Project.services());
    }
}
