package io.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.core.io.ClassPathResource;

import java.io.IOException;
import java.util.Map;

/** What every service's producer is made with. */
final class ProducerSettingsTest {

    @Test
    void nothingOvertakesAndNothingGivesUp() throws IOException {
        Map<String, Object> settings =
                new Binder(
                                ConfigurationPropertySources.from(
                                        new YamlPropertySourceLoader()
                                                .load(
                                                        "shared",
                                                        new ClassPathResource(
                                                                "sluice-messaging.yaml"))))
                        .bind("spring.kafka", KafkaProperties.class)
                        .get()
                        .buildProducerProperties();

        assertThat(settings)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("max.in.flight.requests.per.connection", "1")
                .containsEntry("delivery.timeout.ms", "2147483647");
    }
}
