package io.sluice.gateway.adapter.provider.pientegra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.adapter.provider.ProviderContract;
import io.sluice.gateway.application.Gateway;
import io.sluice.gateway.application.OrderList;
import io.sluice.gateway.application.Outcome;
import io.sluice.gateway.domain.Finding;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

class PientegraContractTest extends ProviderContract {

    @Override
    protected Gateway gateway(String sandboxUrl) {
        return new PientegraConfiguration()
                .pientegra(
                        new PientegraSettings(
                                sandboxUrl + "/pientegra/api/v1",
                                "sk_sandbox_sluice_ZGVtby1vdXRib3VuZC1rZXk",
                                settings()),
                        Clock.systemUTC());
    }

    /** Its pages hold a hundred rows at most. */
    @Test
    void everyOrderOfATimeIsOnOnePageOfItsList() {
        Instant from = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Map<String, String> expected = new HashMap<>();
        for (int i = 0; i < 120; i++) {
            expected.put(accepted(payout(200_001_00L)), "PAID 20000100 0");
        }
        expected.put(accepted(payout(200_001_25L)), "PAID 20000124 0");
        expected.put(accepted(payout(200_001_04L)), "CAME_BACK 20000104 20000104");
        expected.put(accepted(payout(200_001_02L)), "FAILED 0 0");
        expected.put(accepted(payout(200_001_36L)), "PAID 20000136 0");

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(
                        () ->
                                assertThat(listed(from, Instant.now().plusSeconds(1)))
                                        .containsAllEntriesOf(expected));
        assertThat(listed(Instant.EPOCH, from)).doesNotContainKeys(keys(expected));
    }

    private static String[] keys(Map<String, String> orders) {
        return orders.keySet().toArray(String[]::new);
    }

    private String accepted(Case payout) {
        return ((Outcome.Accepted) submit(payout)).reference();
    }

    private Map<String, String> listed(Instant from, Instant until) {
        OrderList list = Objects.requireNonNull(gateway().listed());
        Map<String, String> found = new HashMap<>();
        String at = null;
        do {
            OrderList.Page page =
                    Objects.requireNonNull(list.page(from, until, at).block(Duration.ofSeconds(5)));
            for (OrderList.Order order : page.orders()) {
                Finding finding = order.finding();
                String before =
                        found.put(
                                order.reference(),
                                "%s %d %d"
                                        .formatted(
                                                finding.effect(),
                                                finding.paid().sentTotal(),
                                                finding.paid().returnedTotal()));
                assertThat(before).as("listed once").isNull();
            }
            at = page.next();
        } while (at != null);
        return found;
    }
}
