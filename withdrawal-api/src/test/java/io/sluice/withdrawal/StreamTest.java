package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;
import java.util.Objects;

/** A withdrawal's events as Server-Sent Events, and waits, at two instances. */
@ExtendWith(Stage.Shared.class)
class StreamTest {

    private static void paid(Stage stage, Tenant.Opened opened) {
        var payout = Objects.requireNonNull(opened.asked().payoutId());
        long amount = opened.asked().amount();
        stage.ledger().authorizes(opened.asked(), payout, amount);
        stage.ledger().settles(opened.asked(), payout, amount, Ledger.totals(amount, amount, 0, 0));
    }

    @Test
    void aStreamTellsEachEventOnceAsItsWebhookDoesAndGoesOnWhereItEnded(Stage stage) {
        Tenant tenant = stage.tenant("{\"webhookUrl\":\"%s\"}".formatted(stage.partner().url()));
        Tenant.Opened opened = tenant.reserved(100);
        try (Listener listener = Listener.to(stage.api(), tenant, opened.id(), null)) {
            listener.await(1);
            paid(stage, opened);
            listener.await(4);
            assertThat(listener.events().stream().map(Listener.Event::type))
                    .containsExactly(
                            "withdrawal.created",
                            "withdrawal.approved",
                            "payout.sent",
                            "withdrawal.sent");
            assertThat(listener.events().stream().map(Listener.Event::id))
                    .containsExactly("1", "2", "3", "4");
            Await.until(
                    () -> "the webhook",
                    () -> stage.partner().of(opened.id().toString()).size() == 2);
            assertThat(listener.events().getLast().data())
                    .isEqualTo(stage.partner().of(opened.id().toString()).getLast().body());
        }
        try (Listener resumed = Listener.to(stage.api(), tenant, opened.id(), "3")) {
            resumed.await(1);
            assertThat(resumed.events().stream().map(Listener.Event::id)).containsExactly("4");
        }
        try (Listener odd = Listener.to(stage.api(), tenant, opened.id(), "not a number")) {
            odd.await(4);
        }
        assertThat(tenant.get("/external/withdrawals/nothing/events").status()).isEqualTo(404);
    }

    @Test
    void whatAnotherInstanceWritesIsHeardHereAndAStopEndsWhatListens(Stage stage) {
        Tenant tenant = stage.tenant(Tenant.MANAGED);
        Tenant automatic = stage.tenant();
        Api other = stage.another();
        try {
            Tenant.Opened opened = automatic.reserved(100);
            List<Listener> listeners =
                    List.of(
                            Listener.to(stage.api(), automatic, opened.id(), null),
                            Listener.to(other, automatic, opened.id(), null));
            listeners.forEach(listener -> listener.await(1));
            paid(stage, opened);
            listeners.forEach(listener -> listener.await(4));

            for (Api api : List.of(stage.api(), other)) {
                Tenant.Opened waited = tenant.reserved(50);
                var answer =
                        Async.call(
                                () ->
                                        new AgentClient(api, tenant.application())
                                                .complete(waited.number()));
                Await.until(() -> "the order", () -> stage.ledger().asked(waited.id()).size() > 1);
                var order =
                        (io.sluice.contracts.WithdrawalEvent.PayoutOrdered)
                                stage.ledger().asked(waited.id()).getLast();
                stage.ledger().authorizes(waited.asked(), order.payoutId(), 50);
                stage.ledger()
                        .settles(waited.asked(), order.payoutId(), 50, Ledger.totals(50, 50, 0, 0));
                assertThat(answer.join().at("/transaction/transaction_status").asString())
                        .isEqualTo("approved");
            }
            long begin = System.nanoTime();
            other.close();
            Await.until(() -> "the stream's end", listeners.getLast()::hasEnded);
            assertThat(System.nanoTime() - begin)
                    .as("no request is waited for that would never end")
                    .isLessThan(15_000_000_000L);
            assertThat(listeners.getFirst().hasEnded()).isFalse();
            listeners.forEach(Listener::close);
        } finally {
            other.close();
        }
    }
}
