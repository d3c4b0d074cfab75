package io.sluice.messaging.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;

class DatabaseRoleTest {

    private static DatabaseAddress address;

    @BeforeAll
    static void database() {
        address = Infrastructure.database("access");
    }

    @Test
    void theRightRoleIsLetIn() {
        assertThatCode(() -> role(address.r2dbcUrl(), address.user()).require())
                .doesNotThrowAnyException();
    }

    @Test
    void aRoleThatTheServerDoesNotKnowIsRefusedByName() {
        assertThatExceptionOfType(AccessRefused.class)
                .isThrownBy(() -> role(address.r2dbcUrl(), "stranger").require())
                .withMessageStartingWith("PostgreSQL refuses this service's role stranger: ")
                .withMessageContaining("stranger")
                .satisfies(
                        refused ->
                                assertThat(refused.expected()).contains("spring.r2dbc.username"));
    }

    @Test
    void aDatabaseThatIsNotThereIsRefused() {
        String nowhere = address.r2dbcUrl().replaceFirst("/[^/]+$", "/nowhere");
        assertThatExceptionOfType(AccessRefused.class)
                .isThrownBy(() -> role(nowhere, address.user()).require())
                .withMessageContaining("\"nowhere\" does not exist");
    }

    @Test
    void aServerThatIsAwayIsWaitedOutElsewhere() {
        String away = address.r2dbcUrl().replaceFirst(":\\d+/", ":1/");
        assertThatCode(() -> role(away, address.user()).require()).doesNotThrowAnyException();
    }

    private static DatabaseRole role(String url, String user) {
        return new DatabaseRole(
                DatabaseClient.create(
                        ConnectionFactories.get(
                                ConnectionFactoryOptions.parse(url)
                                        .mutate()
                                        .option(ConnectionFactoryOptions.USER, user)
                                        .option(
                                                ConnectionFactoryOptions.PASSWORD,
                                                address.password())
                                        .build())),
                user);
    }
}
