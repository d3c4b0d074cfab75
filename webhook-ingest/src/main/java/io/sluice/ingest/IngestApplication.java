package io.sluice.ingest;

import io.sluice.ingest.application.CallbackProvider;
import io.sluice.ingest.application.Callbacks;
import io.sluice.ingest.application.DiscardOldCallbacks;
import io.sluice.ingest.application.LinkPayouts;
import io.sluice.ingest.application.ReceiveCallback;
import io.sluice.ingest.application.ReplayCallback;
import io.sluice.messaging.MessagingConfiguration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Starts webhook-ingest and wires its use cases. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestSettings.class)
@Import(MessagingConfiguration.class)
public class IngestApplication {

    public static void main(String[] args) {
        SpringApplication.run(IngestApplication.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ReceiveCallback receiveCallback(Callbacks callbacks, Clock clock, IngestSettings settings) {
        return new ReceiveCallback(
                callbacks, clock, new SecureRandom(), settings.bounds(), settings.patience());
    }

    @Bean
    LinkPayouts linkPayouts(Callbacks callbacks) {
        return new LinkPayouts(callbacks);
    }

    @Bean
    ReplayCallback replayCallback(Callbacks callbacks, List<CallbackProvider> providers) {
        return new ReplayCallback(
                callbacks,
                providers.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        CallbackProvider::name, Function.identity())));
    }

    @Bean
    DiscardOldCallbacks discardOldCallbacks(
            Callbacks callbacks, Clock clock, IngestSettings settings) {
        return new DiscardOldCallbacks(
                callbacks, clock, settings.keepRaw(), settings.keepDecided());
    }
}
