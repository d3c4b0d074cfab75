package io.sluice.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServiceJarTest {

    private final ServiceJar ingest = ServiceJar.of("webhook-ingest");

    @Test
    void aSettingIsKnownWhetherItIsSpringsOursAMembersOrAPlaceholders() {
        assertThat(ingest.reads("SPRING_R2DBC_URL")).isTrue();
        assertThat(ingest.reads("SERVER_PORT")).isTrue();
        assertThat(ingest.reads("SPRING_KAFKA_PROPERTIES_SASL_MECHANISM")).isTrue();
        assertThat(ingest.reads("SLUICE_INGEST_MAXBATCH")).isTrue();
        assertThat(ingest.reads("SLUICE_INGEST_MAX_BATCH")).isTrue();
        assertThat(ingest.reads("SLUICE_OPERATORS_0_TOKEN")).isTrue();
        assertThat(ingest.reads("SLUICE_CALLBACK_KEY")).isTrue();
    }

    @Test
    void aMisspeltOneIsNot() {
        assertThat(ingest.reads("SPRING_R2DBC_URI")).isFalse();
        assertThat(ingest.reads("SLUICE_INGEST_MAX_BATCHES")).isFalse();
        assertThat(ingest.reads("SLUICE_DESTINATION_KEY")).isFalse();
        assertThat(ingest.reads("KAFKA_BROKERS")).isFalse();
    }
}
