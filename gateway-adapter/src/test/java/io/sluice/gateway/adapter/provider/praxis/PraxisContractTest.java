package io.sluice.gateway.adapter.provider.praxis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.SandboxProcess;
import io.sluice.gateway.adapter.provider.ProviderContract;
import io.sluice.gateway.application.Gateway;
import io.sluice.gateway.application.Outcome;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Finding;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

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

    /** Asked by the request's own tid, as after a lost answer; the payout is a child of it. */
    @Test
    void aRejectedChildIsARejectedPayout() {
        try (SandboxProcess apart =
                new SandboxProcess("sluice.sandbox.praxis.separate-trace-id=true")) {
            Gateway gateway = gateway(apart.url());
            Case rejected = payout(100_002);
            Case paid = payout(100_400);
            for (Case payout : List.of(rejected, paid)) {
                gateway.calls()
                        .submit(payout.order(), payout.attempt(), payout.request())
                        .block(Duration.ofSeconds(10));
            }

            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () ->
                                    assertThat(request(gateway, rejected).effect())
                                            .isEqualTo(Finding.Effect.FAILED));
            assertThat(request(gateway, rejected).reasonCode()).isEqualTo("AC04");
            assertThat(request(gateway, paid).paid())
                    .isEqualTo(new Attempt.Paid(100_400, 0, 0, true));
        }
    }

    private static Finding request(Gateway gateway, Case payout) {
        Outcome.OfLookUp found =
                gateway.calls()
                        .lookUp(payout.order(), payout.attempt())
                        .block(Duration.ofSeconds(10));
        assertThat(found).isInstanceOf(Outcome.Found.class);
        return ((Outcome.Found) found).finding();
    }
}
