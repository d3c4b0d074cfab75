package io.sluice.messaging.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.messaging.MessagingConfiguration;
import io.sluice.testing.DatabaseAddress;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A service that has an outbox and nothing else, wired as the real ones are. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(MessagingConfiguration.class)
class RelayApplication {

    @Bean
    MeterRegistry meters() {
        return new SimpleMeterRegistry();
    }

    /** Starts an instance; the extra properties win over what the tests share. */
    static ConfigurableApplicationContext start(
            DatabaseAddress database, String bootstrapServers, String... extra) {
        return start(new Class<?>[] {RelayApplication.class}, database, bootstrapServers, extra);
    }

    static ConfigurableApplicationContext start(
            Class<?>[] sources,
            DatabaseAddress database,
            String bootstrapServers,
            String... extra) {
        List<String> properties = new ArrayList<>(List.of(database.springProperties()));
        properties.add("spring.config.import=classpath:sluice-messaging.yaml");
        properties.add("spring.kafka.bootstrap-servers=" + bootstrapServers);
        properties.add("spring.flyway.locations=classpath:db/messaging");
        properties.add("spring.main.banner-mode=off");
        properties.add("sluice.outbox.enabled=true");
        properties.add("sluice.outbox.lease=1s");
        properties.removeIf(shared -> Arrays.stream(extra).anyMatch(own -> sameKey(own, shared)));
        properties.addAll(List.of(extra));
        return new SpringApplicationBuilder(sources)
                .web(WebApplicationType.NONE)
                .run(properties.stream().map(p -> "--" + p).toArray(String[]::new));
    }

    private static boolean sameKey(String one, String other) {
        return one.substring(0, one.indexOf('=')).equals(other.substring(0, other.indexOf('=')));
    }
}
