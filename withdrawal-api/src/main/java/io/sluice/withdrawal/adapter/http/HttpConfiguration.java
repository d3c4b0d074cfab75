package io.sluice.withdrawal.adapter.http;

import io.sluice.messaging.DestinationSeal;
import io.sluice.messaging.GroupCommit;
import io.sluice.messaging.observe.Traces;
import io.sluice.withdrawal.adapter.Repeating;
import io.sluice.withdrawal.application.AgentTransactions;
import io.sluice.withdrawal.application.ChangeFeed;
import io.sluice.withdrawal.application.OpenWithdrawals;
import io.sluice.withdrawal.application.PublishEvents;
import io.sluice.withdrawal.application.RateLimits;
import io.sluice.withdrawal.application.RateWindows;
import io.sluice.withdrawal.application.WithdrawalBodies;
import io.sluice.withdrawal.application.Withdrawals;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.server.WebFilter;

import tools.jackson.databind.json.JsonMapper;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    HttpConfiguration.DestinationKey.class,
    HttpConfiguration.Opening.class
})
class HttpConfiguration {

    /** What another instance commits is seen by those who wait for it within so long. */
    private static final Duration CHANGES_POLL = Duration.ofMillis(100);

    /**
     * @param key base64, 32 bytes; several with commas: the first seals
     */
    @Validated
    @ConfigurationProperties("sluice.destination")
    record DestinationKey(@NotBlank String key) {

        @Override
        public String toString() {
            return "DestinationKey[withheld]";
        }
    }

    /**
     * @param maxBatch withdrawals in one commit
     * @param maxQueue withdrawals that wait for one; more are answered 503
     * @param gather where many are opened, so long one waits for others to share its commit
     */
    @Validated
    @ConfigurationProperties("sluice.opening")
    record Opening(
            @Positive @DefaultValue("500") int maxBatch,
            @Positive @DefaultValue("20000") int maxQueue,
            @DefaultValue("100ms") Duration gather) {

        /** So many during one commit: this machine is busy, or about to be. */
        private static final int MANY = 4;

        private static final Duration LONGEST_GATHER = Duration.ofSeconds(5);

        Opening {
            if (gather.isNegative() || gather.compareTo(LONGEST_GATHER) > 0) {
                throw new IllegalArgumentException(
                        "sluice.opening.gather: %s (expected: 0s to %s)"
                                .formatted(gather, LONGEST_GATHER));
            }
        }

        GroupCommit.Bounds bounds() {
            return new GroupCommit.Bounds(
                    maxBatch, maxQueue, new GroupCommit.Company(MANY, gather));
        }
    }

    @Bean
    WebFilter tracedRequests(Traces traces) {
        return new TracedRequests(traces);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    DestinationSeal destinationSeal(DestinationKey key) {
        return new DestinationSeal(key.key());
    }

    @Bean
    WithdrawalBodies withdrawalBodies(DestinationSeal seal) {
        return new WithdrawalBodies(JsonMapper.shared(), seal);
    }

    @Bean
    AgentTransactions agentTransactions() {
        return new AgentTransactions(JsonMapper.shared());
    }

    @Bean
    PublishEvents publishEvents(WithdrawalBodies bodies, AgentTransactions transactions) {
        return new PublishEvents(bodies, transactions, JsonMapper.shared());
    }

    @Bean
    OpenWithdrawals openWithdrawals(
            Withdrawals withdrawals,
            WithdrawalBodies bodies,
            PublishEvents publishEvents,
            DestinationSeal seal,
            Clock clock,
            Opening limits) {
        return new OpenWithdrawals(
                withdrawals,
                bodies,
                publishEvents,
                seal,
                clock,
                new SecureRandom(),
                limits.bounds());
    }

    @Bean
    RateLimits rateLimits(RateWindows windows) {
        return new RateLimits(windows);
    }

    @Bean
    ChangeFeed changeFeed(Withdrawals withdrawals) {
        return new ChangeFeed(withdrawals);
    }

    @Bean
    Repeating changeFeedPoll(ChangeFeed changes) {
        return new Repeating("poll for changes", CHANGES_POLL, changes::poll);
    }

    @Bean
    StreamsEnd streamsEnd(ChangeFeed changes) {
        return new StreamsEnd(changes);
    }

    @Bean
    ProblemResponses problemResponses() {
        return new ProblemResponses(JsonMapper.shared());
    }
}
