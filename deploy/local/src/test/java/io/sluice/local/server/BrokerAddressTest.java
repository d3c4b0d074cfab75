package io.sluice.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.local.process.Home;
import io.sluice.local.process.Secrets;
import io.sluice.local.security.Security;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class BrokerAddressTest {

    @TempDir Path folder;

    @Test
    void without_a_name_it_is_this_installations() {
        assertThat(of(Map.of("SPRING_KAFKA_SECURITY_PROTOCOL", "SSL")))
                .isEqualTo(Map.of("bootstrap.servers", "localhost:19092"));
    }

    @Test
    void a_secured_installation_is_logged_in_to_as_its_administrator() {
        Security.turnOn(home(), List.of("kafka"));

        assertThat(of(Map.of()))
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .hasEntrySatisfying(
                        "sasl.jaas.config",
                        login -> assertThat((String) login).contains("username=\"admin\""));
    }

    @Test
    void another_one_is_reached_by_the_settings_that_its_services_have() {
        Map<String, String> environment =
                Map.of(
                        "SLUICE_KAFKA", "kafka:9093",
                        "SPRING_KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                        "SPRING_KAFKA_SSL_TRUST_STORE_TYPE", "PEM",
                        "SPRING_KAFKA_SSL_TRUST_STORE_LOCATION", "file:/etc/sluice/kafka/ca.crt",
                        "SPRING_KAFKA_PROPERTIES_SASL_MECHANISM", "SCRAM-SHA-512",
                        "SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", "login;",
                        "SPRING_KAFKA_BOOTSTRAP_SERVERS", "not this one:9092");

        assertThat(of(environment))
                .isEqualTo(
                        Map.of(
                                "bootstrap.servers", "kafka:9093",
                                "security.protocol", "SASL_SSL",
                                "ssl.truststore.type", "PEM",
                                "ssl.truststore.location", "/etc/sluice/kafka/ca.crt",
                                "sasl.mechanism", "SCRAM-SHA-512",
                                "sasl.jaas.config", "login;"));
    }

    private Map<String, Object> of(Map<String, String> environment) {
        return BrokerAddress.of(
                environment, new Security(home(), new Secrets(home().secrets())), 19092);
    }

    private Home home() {
        Home home = Home.of(folder);
        home.create();
        return home;
    }
}
