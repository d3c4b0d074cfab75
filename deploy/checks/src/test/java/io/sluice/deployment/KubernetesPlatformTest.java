package io.sluice.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.sluice.contracts.TopicAccess;
import io.sluice.contracts.Topics;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import io.strimzi.api.kafka.model.user.KafkaUserAuthorizationSimple;
import io.strimzi.api.kafka.model.user.acl.AclRule;
import io.strimzi.api.kafka.model.user.acl.AclRuleGroupResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTopicResource;
import io.strimzi.api.kafka.model.user.acl.StrimziAclOperation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code kubectl apply -k} sends of broker, databases and secrets, read by the operators' models. */
@ParameterizedClass
@ValueSource(strings = {"small", "production"})
class KubernetesPlatformTest {

    private final Manifests manifests;

    KubernetesPlatformTest(String overlay) {
        manifests = Manifests.ofOverlay(overlay);
    }

    @Test
    void theTopicsAreThoseOfTheDesign() {
        List<KafkaTopic> topics = manifests.all(KafkaTopic.class);
        assertThat(topics)
                .extracting(topic -> topic.getMetadata().getName())
                .containsExactlyInAnyOrderElementsOf(
                        Topics.ALL.stream()
                                .flatMap(topic -> Stream.of(topic, Topics.deadLetter(topic)))
                                .toList());
        long retention = Duration.ofDays(Topics.RETENTION_DAYS).toMillis();
        assertThat(topics)
                .allSatisfy(
                        topic -> {
                            assertThat(topic.getSpec().getPartitions())
                                    .isEqualTo(Topics.PARTITIONS);
                            assertThat(topic.getSpec().getConfig().get("retention.ms").toString())
                                    .isEqualTo(Long.toString(retention));
                        });
    }

    @Test
    void aServicesUserMayDoWhatItsContractSaysAndNoMore() {
        for (TopicAccess access : TopicAccess.ALL) {
            String service = access.service();
            KafkaUser user = manifests.named(KafkaUser.class, service);
            KafkaUserAuthorizationSimple rights =
                    (KafkaUserAuthorizationSimple) user.getSpec().getAuthorization();
            assertThat(granted(rights.getAcls(), StrimziAclOperation.WRITE))
                    .isEqualTo(access.writesInAll());
            assertThat(granted(rights.getAcls(), StrimziAclOperation.READ))
                    .isEqualTo(new TreeSet<>(access.reads()));
            assertThat(
                            rights.getAcls().stream()
                                    .map(AclRule::getResource)
                                    .filter(AclRuleGroupResource.class::isInstance)
                                    .map(group -> ((AclRuleGroupResource) group).getName()))
                    .containsExactly(service);
            assertThat(rights.getAcls())
                    .allSatisfy(
                            rule ->
                                    assertThat(rule.getOperations())
                                            .hasSize(1)
                                            .doesNotContain(StrimziAclOperation.ALL));
        }
    }

    /** Everything may end up as a dead letter, and what ends one is written where it lay. */
    @Test
    void whoEndsDeadLettersMayReadAllAndWriteEachTopicButNoDeadLetter() {
        KafkaUser user = manifests.named(KafkaUser.class, "dead-letters");
        KafkaUserAuthorizationSimple rights =
                (KafkaUserAuthorizationSimple) user.getSpec().getAuthorization();
        assertThat(granted(rights.getAcls(), StrimziAclOperation.READ)).containsExactly("*");
        assertThat(granted(rights.getAcls(), StrimziAclOperation.WRITE))
                .containsExactlyInAnyOrderElementsOf(Topics.ALL);
    }

    private static Set<String> granted(List<AclRule> rules, StrimziAclOperation operation) {
        return rules.stream()
                .filter(rule -> rule.getOperations().contains(operation))
                .map(AclRule::getResource)
                .filter(AclRuleTopicResource.class::isInstance)
                .map(topic -> ((AclRuleTopicResource) topic).getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aServiceHasADatabaseThatAnotherRoleOwns() {
        for (String service : Project.services()) {
            String role = service.replace('-', '_');
            PostgresCluster.Spec cluster =
                    manifests.all(PostgresCluster.class).stream()
                            .filter(each -> each.metadata().getName().equals(service + "-db"))
                            .map(PostgresCluster::spec)
                            .findFirst()
                            .orElseThrow();
            assertThat(cluster.bootstrap().initdb().database()).isEqualTo(role);
            assertThat(cluster.bootstrap().initdb().owner()).isEqualTo(role + "_owner");
            assertThat(cluster.managed().roles())
                    .extracting(PostgresCluster.Role::name)
                    .containsExactly(role);
            assertThat(cluster.postgresql().pg_hba()).contains("hostnossl all all all reject");
            assertThat(manifests.container(service).getEnv())
                    .extracting(EnvVar::getName, EnvVar::getValue)
                    .contains(
                            tuple(
                                    "SPRING_R2DBC_URL",
                                    "r2dbc:postgresql://%s-db-rw:5432/%s?sslMode=verify-full&sslRootCert=/etc/sluice/postgres/ca.crt"
                                            .formatted(service, role)),
                            tuple("SPRING_R2DBC_USERNAME", role),
                            tuple("SPRING_FLYWAY_USER", role + "_owner"));
        }
    }

    @Test
    void everySecretAndMapThatIsNamedIsMadeOrDocumented() {
        Set<String> known = new TreeSet<>();
        manifests.all(KafkaUser.class).forEach(user -> known.add(user.getMetadata().getName()));
        manifests
                .all(PostgresCluster.class)
                .forEach(
                        cluster -> {
                            known.add(cluster.metadata().getName() + "-app");
                            known.add(cluster.metadata().getName() + "-ca");
                        });
        manifests
                .all(Kafka.class)
                .forEach(kafka -> known.add(kafka.getMetadata().getName() + "-cluster-ca-cert"));
        String documents = Project.text("docs/deployment.md");
        Set<String> named = new TreeSet<>();
        Project.services().forEach(service -> secrets(manifests, service).forEach(named::add));
        manifests
                .all(PostgresCluster.class)
                .forEach(
                        cluster ->
                                cluster.spec()
                                        .managed()
                                        .roles()
                                        .forEach(role -> named.add(role.passwordSecret().name())));
        manifests
                .all(Autoscaling.TriggerAuthentication.class)
                .forEach(each -> each.spec().secretTargetRef().forEach(s -> named.add(s.name())));
        assertThat(named)
                .isNotEmpty()
                .allMatch(
                        secret -> known.contains(secret) || documents.contains("`" + secret + "`"),
                        "made by an operator, or in docs/deployment.md");
        assertThat(manifests.all(ConfigMap.class))
                .extracting(map -> map.getMetadata().getName())
                .containsExactlyInAnyOrder("postgres-rights", "kafka-lag-user");
    }

    private static Stream<String> secrets(Manifests manifests, String service) {
        PodSpec pod = manifests.deployment(service).getSpec().getTemplate().getSpec();
        Stream<String> mounted =
                pod.getVolumes().stream()
                        .map(Volume::getSecret)
                        .filter(Objects::nonNull)
                        .map(secret -> secret.getSecretName());
        Stream<String> read =
                pod.getContainers().getFirst().getEnv().stream()
                        .map(EnvVar::getValueFrom)
                        .filter(Objects::nonNull)
                        .map(from -> from.getSecretKeyRef().getName());
        return Stream.concat(mounted, read);
    }
}
