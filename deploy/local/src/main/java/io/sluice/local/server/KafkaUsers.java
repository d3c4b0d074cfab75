package io.sluice.local.server;

import io.sluice.contracts.TopicAccess;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.security.Security;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A user of the broker for each service, with the rights that {@link TopicAccess} names, and no others. */
public final class KafkaUsers {

    private static final int LIMIT_SECONDS = 30;
    private static final int ITERATIONS = 4096;

    private KafkaUsers() {}

    /**
     * Creates those that are missing.
     *
     * @param administrator how to reach the broker as one who may
     */
    public static void ensure(Map<String, Object> administrator, Security security) {
        try (Admin admin = Admin.create(administrator)) {
            admin.alterUserScramCredentials(
                            TopicAccess.ALL.stream()
                                    .map(access -> login(access.service(), security))
                                    .toList())
                    .all()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            admin.createAcls(TopicAccess.ALL.stream().flatMap(KafkaUsers::rights).toList())
                    .all()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new PlainFailure("Kafka does not create the users: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlainFailure("interrupted while creating the users", e);
        }
    }

    private static UserScramCredentialAlteration login(String user, Security security) {
        return new UserScramCredentialUpsertion(
                user,
                new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                security.kafkaPassword(user));
    }

    private static Stream<AclBinding> rights(TopicAccess access) {
        String user = access.service();
        return Stream.of(
                        access.writesInAll().stream()
                                .map(topic -> topic(user, topic, AclOperation.WRITE)),
                        access.reads().stream().map(topic -> topic(user, topic, AclOperation.READ)),
                        Stream.of(right(user, ResourceType.GROUP, user, AclOperation.READ)))
                .flatMap(rights -> rights);
    }

    private static AclBinding topic(String user, String topic, AclOperation operation) {
        return right(user, ResourceType.TOPIC, topic, operation);
    }

    private static AclBinding right(
            String user, ResourceType type, String name, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }
}
