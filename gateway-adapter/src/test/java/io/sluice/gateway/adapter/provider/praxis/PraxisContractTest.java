package io.sluice.gateway.adapter.provider.praxis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.adapter.provider.ProviderContract;
import io.sluice.gateway.application.Gateway;
import io.sluice.gateway.application.Outcome;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;

class PraxisContractTest extends ProviderContract {

    @Override
    protected Gateway gateway(String sandboxUrl) {
        return new PraxisConfiguration()
                .praxis(
                        new PraxisSettings(
                                sandboxUrl + "/praxis",
                                "Test-Integration-Merchant",
                                "Sandbox",
                                "MerchantSecretKey",
                                null,
                                null,
                                Duration.ofSeconds(3),
                                Duration.ofMinutes(15),
                                settings()),
                        Clock.systemUTC());
    }

    @Test
    void anAnswerWhoseSignatureDoesNotHoldSaysNothing() {
        assertThat(submit(payout(100_016)))
                .isInstanceOfSatisfying(
                        Outcome.Unclear.class,
                        unclear -> {
                            assertThat(unclear.reason()).isEqualTo("answer does not verify");
                            assertThat(unclear.reference()).isNotNull();
                        });
    }

    @Test
    void maintenanceIsPutOffUnprocessed() {
        assertThat(submit(payout(100_033)))
                .isEqualTo(new Outcome.Deferred("maintenance", Duration.ofSeconds(5)));
    }
}
