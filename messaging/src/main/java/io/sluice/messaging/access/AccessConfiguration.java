package io.sluice.messaging.access;

import io.sluice.contracts.TopicAccess;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.r2dbc.core.DatabaseClient;

/** The look at the rights, before anything else starts. */
@Configuration(proxyBeanMethods = false)
public class AccessConfiguration {

    @Bean
    SmartLifecycle accessCheck(
            KafkaAdmin kafka,
            DatabaseClient database,
            @Value("${spring.application.name:}") String service,
            @Value("${spring.r2dbc.username:}") String role) {
        return new FirstOfAll(
                () -> {
                    new DatabaseRole(database, role).require();
                    TopicAccess.of(service)
                            .map(
                                    needed ->
                                            new BrokerAccess(
                                                    kafka.getConfigurationProperties(), needed))
                            .ifPresent(BrokerAccess::require);
                });
    }

    /** Runs when the context is complete and before consumers, relays and the web server start. */
    private static final class FirstOfAll implements SmartLifecycle {

        private final Runnable look;
        private volatile boolean running;

        FirstOfAll(Runnable look) {
            this.look = look;
        }

        @Override
        public int getPhase() {
            return Integer.MIN_VALUE;
        }

        @Override
        public void start() {
            look.run();
            running = true;
        }

        @Override
        public void stop() {
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}
