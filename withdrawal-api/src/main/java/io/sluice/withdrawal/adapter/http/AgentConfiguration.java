package io.sluice.withdrawal.adapter.http;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.sluice.withdrawal.application.AgentTransactions;
import io.sluice.withdrawal.application.ChangeFeed;
import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.ManageWithdrawals;
import io.sluice.withdrawal.application.Operations;
import io.sluice.withdrawal.application.PartnerSecrets;
import io.sluice.withdrawal.application.RateLimits;
import io.sluice.withdrawal.application.Withdrawals;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

import tools.jackson.databind.json.JsonMapper;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

@Configuration(proxyBeanMethods = false)
class AgentConfiguration {

    /** What a partner's agent waits at most for the end of a payout. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    @Bean
    RouterFunction<ServerResponse> agentRoutes(
            Directory directory,
            PartnerSecrets secrets,
            RateLimits rateLimits,
            Operations operations,
            Withdrawals withdrawals,
            ChangeFeed changes,
            AgentTransactions transactions,
            Clock clock) {
        JsonMapper json = JsonMapper.shared();
        AgentCalls calls =
                new AgentCalls(
                        new AgentGate(directory, secrets, rateLimits, new JsonBody(), json, clock),
                        new ManageWithdrawals(
                                operations,
                                withdrawals,
                                changes,
                                clock,
                                new SecureRandom(),
                                LONGEST_WAIT),
                        operations,
                        transactions);
        return route().POST("/agent/manage-withdrawal-request", calls::manage)
                .POST("/agent/split-withdrawal-request", calls::split)
                .POST("/agent/find-transaction", calls::findTransaction)
                .POST("/agent/find-order", calls::findOrder)
                .build();
    }
}
