package io.sluice.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.local.process.Home;
import io.sluice.local.process.Secrets;
import io.sluice.local.security.Security;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

class ServiceEnvironmentTest {

    @TempDir Path folder;

    @Test
    void the_destinations_key_is_shared_by_the_api_and_the_gateway_alone() {
        String key = of(Service.WITHDRAWAL_API).get("SLUICE_DESTINATION_KEY");

        assertThat(key).isNotBlank();
        assertThat(of(Service.GATEWAY_ADAPTER)).containsEntry("SLUICE_DESTINATION_KEY", key);
        assertThat(of(Service.LEDGER_SERVICE)).doesNotContainKey("SLUICE_DESTINATION_KEY");
        assertThat(of(Service.WEBHOOK_INGEST)).doesNotContainKey("SLUICE_DESTINATION_KEY");
        assertThat(of(Service.SANDBOX)).doesNotContainKey("SLUICE_DESTINATION_KEY");
    }

    @Test
    void a_service_knows_its_own_database_only() {
        Map<String, String> ledger = of(Service.LEDGER_SERVICE);

        assertThat(ledger)
                .containsEntry(
                        "SPRING_R2DBC_URL", "r2dbc:postgresql://localhost:5432/ledger_service")
                .containsEntry("SPRING_R2DBC_USERNAME", "ledger_service")
                .containsEntry("SPRING_FLYWAY_USER", "ledger_service_owner")
                .containsEntry(
                        "SPRING_FLYWAY_URL", "jdbc:postgresql://localhost:5432/ledger_service");
        assertThat(ledger.get("SPRING_R2DBC_PASSWORD"))
                .isNotBlank()
                .isNotEqualTo(ledger.get("SPRING_FLYWAY_PASSWORD"))
                .isNotEqualTo(of(Service.WITHDRAWAL_API).get("SPRING_R2DBC_PASSWORD"));
        assertThat(of(Service.SANDBOX)).doesNotContainKeys("SPRING_R2DBC_URL", "SPRING_FLYWAY_URL");
    }

    @Test
    void of_the_callers_environment_only_settings_pass_and_never_a_key() {
        Map<String, String> caller =
                Map.of(
                        "LOGGING_LEVEL_ROOT", "debug",
                        "AWS_SECRET_ACCESS_KEY", "another-program's",
                        "SLUICE_DESTINATION_KEY", "stale",
                        "SERVER_PORT", "1");

        Map<String, String> ledger = environment(caller).of(Service.LEDGER_SERVICE, 8181);

        assertThat(ledger)
                .containsEntry("LOGGING_LEVEL_ROOT", "debug")
                .containsEntry("SERVER_PORT", "8181")
                .doesNotContainKeys("AWS_SECRET_ACCESS_KEY", "SLUICE_DESTINATION_KEY");
    }

    private Map<String, String> of(Service service) {
        return environment(Map.of()).of(service, service.port());
    }

    private ServiceEnvironment environment(Map<String, String> caller) {
        Secrets secrets = new Secrets(folder.resolve("secrets.properties"));
        Home home = Home.of(folder);
        return new ServiceEnvironment(
                home, secrets, new Security(home, secrets), "localhost:9092", 5432, caller);
    }
}
