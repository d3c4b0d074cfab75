package io.sluice.messaging.access;

import io.sluice.contracts.TopicAccess;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Asks the broker for this service's rights, with this service's login. */
final class BrokerAccess {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerAccess.class);
    private static final int LIMIT_SECONDS = 5;
    private static final String IN_THE_CLEAR = "PLAINTEXT";
    private static final Set<AclOperation> ALL_THAT_IS_NEEDED =
            Set.of(AclOperation.READ, AclOperation.WRITE);

    private final Map<String, Object> client;
    private final TopicAccess needed;

    /**
     * @param client how this service reaches the broker
     */
    BrokerAccess(Map<String, Object> client, TopicAccess needed) {
        this.client = new HashMap<>(client);
        this.client.put("default.api.timeout.ms", LIMIT_SECONDS * 1_000);
        this.client.put("request.timeout.ms", LIMIT_SECONDS * 1_000);
        this.needed = needed;
    }

    /**
     * Returns when all is granted, when the broker asks for no login, and when it is away, which is
     * waited out elsewhere.
     *
     * @throws AccessRefused naming what is missing
     */
    void require() {
        if (IN_THE_CLEAR.equals(client.getOrDefault("security.protocol", IN_THE_CLEAR))) {
            return;
        }
        try (Admin admin = Admin.create(client)) {
            List<String> missing = missing(admin);
            if (!missing.isEmpty()) {
                throw refused("may not " + String.join(", ", missing), null);
            }
        } catch (AuthenticationException e) {
            throw refused(String.valueOf(e.getMessage()), e);
        } catch (TimeoutException e) {
            LOG.info("Kafka does not answer yet: whether it lets this service in is not known");
        }
    }

    private List<String> missing(Admin admin) throws TimeoutException {
        Set<String> topics = new TreeSet<>(needed.writesInAll());
        topics.addAll(needed.reads());
        Map<String, KafkaFuture<TopicDescription>> described =
                admin.describeTopics(
                                topics,
                                new DescribeTopicsOptions().includeAuthorizedOperations(true))
                        .topicNameValues();
        List<String> missing = new ArrayList<>();
        for (String topic : topics) {
            Set<AclOperation> granted =
                    granted(described.get(topic), TopicDescription::authorizedOperations);
            if (needed.reads().contains(topic) && !granted.contains(AclOperation.READ)) {
                missing.add("read " + topic);
            }
            if (needed.writesInAll().contains(topic) && !granted.contains(AclOperation.WRITE)) {
                missing.add("write " + topic);
            }
        }
        if (!group(admin).contains(AclOperation.READ)) {
            missing.add("join group " + needed.service());
        }
        return missing;
    }

    private Set<AclOperation> group(Admin admin) throws TimeoutException {
        return granted(
                admin.describeConsumerGroups(
                                List.of(needed.service()),
                                new DescribeConsumerGroupsOptions()
                                        .includeAuthorizedOperations(true))
                        .describedGroups()
                        .get(needed.service()),
                ConsumerGroupDescription::authorizedOperations);
    }

    private static <T> Set<AclOperation> granted(
            @Nullable KafkaFuture<T> described, Function<T, Set<AclOperation>> operations)
            throws TimeoutException {
        try {
            return operations.apply(
                    Objects.requireNonNull(described).get(LIMIT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case AuthorizationException _ -> Set.of();
                // Not there yet, and not for want of a right: the broker would not say so.
                case UnknownTopicOrPartitionException _, GroupIdNotFoundException _ ->
                        ALL_THAT_IS_NEEDED;
                case AuthenticationException refusal -> throw refusal;
                case null, default -> throw new TimeoutException(e.toString());
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted");
        }
    }

    private AccessRefused refused(String why, @Nullable Throwable cause) {
        return new AccessRefused(
                "Kafka refuses %s: %s".formatted(needed.service(), why),
                "Log in as a user with the rights of %s: set".formatted(needed.service())
                        + " spring.kafka.properties[sasl.jaas.config], or grant what is missing.",
                cause);
    }
}
