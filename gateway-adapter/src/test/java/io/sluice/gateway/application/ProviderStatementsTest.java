package io.sluice.gateway.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contracts.Money;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Coverage;
import io.sluice.gateway.domain.Finding;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Rules;
import io.sluice.gateway.domain.StatementLine;
import io.sluice.gateway.domain.Terms;
import io.sluice.messaging.Destination;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

class ProviderStatementsTest {

    private static final LocalDate DAY = LocalDate.parse("2026-04-28");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int PER_MINUTE = 10;

    private final MinuteGate gate = new MinuteGate();
    private final ProviderStatements statements =
            new ProviderStatements((_, _, _, _) -> Mono.just(List.of()), none());

    /** With a list nobody asks our own database. */
    private static Payouts none() {
        return (Payouts)
                Proxy.newProxyInstance(
                        Payouts.class.getClassLoader(),
                        new Class<?>[] {Payouts.class},
                        (_, method, _) -> {
                            throw new AssertionError(method.getName());
                        });
    }

    /** A gate whose minute is over when somebody has looked a few times. */
    private static final class MinuteGate implements Gate {

        private int left = PER_MINUTE;
        private int least = PER_MINUTE;
        private int underWay;
        private int looks;
        private @Nullable Outcome last;

        @Override
        public int room() {
            return left;
        }

        @Override
        public boolean closed() {
            return false;
        }

        @Override
        public View view() {
            if (++looks % 20 == 0) {
                left = PER_MINUTE;
            }
            return new View("CLOSED", 0, underWay, left);
        }

        @Override
        public boolean enter() {
            least = Math.min(least, --left);
            underWay++;
            return true;
        }

        @Override
        public void leave(Duration took, @Nullable Outcome outcome) {
            underWay--;
            last = outcome;
        }
    }

    private static final class Nothing implements Gateway.Requests, ProviderCalls {

        @Override
        public String key(PayoutOrder order, int attempt) {
            throw new AssertionError();
        }

        @Override
        public byte[] write(PayoutOrder order, String key, Destination to, Instant stamp) {
            throw new AssertionError();
        }

        @Override
        public Mono<Outcome.OfSubmit> submit(PayoutOrder order, Attempt attempt, byte[] request) {
            throw new AssertionError();
        }

        @Override
        public Mono<Outcome.OfLookUp> lookUp(PayoutOrder order, Attempt attempt) {
            throw new AssertionError();
        }

        @Override
        public Mono<Outcome.OfCancel> cancel(PayoutOrder order, Attempt attempt) {
            throw new AssertionError();
        }
    }

    private Gateways.Manned manned(OrderList list) {
        Duration pause = Duration.ofMillis(1);
        Terms.Timing timing = new Terms.Timing(pause, pause, pause, pause);
        Gateway gateway =
                new Gateway(
                        new ProviderName("listing"),
                        new Rules.Contract(
                                new Terms(new Terms.Replay(Duration.ofHours(20)), false, timing),
                                Coverage.EVERYTHING),
                        _ -> Finding.Effect.UNKNOWN,
                        new Nothing(),
                        new Nothing(),
                        null,
                        list,
                        new Gateway.Limits(1, PER_MINUTE, SOON, SOON));
        return new Gateways.Manned(gateway, gate, new Bell(), new Bell());
    }

    /** Pages that go on until that one. */
    private static OrderList list(int pages, int rows) {
        return (_, _, at) -> {
            int page = at == null ? 1 : Integer.parseInt(at);
            List<OrderList.Order> orders =
                    IntStream.range(0, rows).mapToObj(row -> order(page + "/" + row)).toList();
            return Mono.just(
                    new OrderList.Page(orders, page == pages ? null : String.valueOf(page + 1)));
        };
    }

    private static OrderList.Order order(String reference) {
        return new OrderList.Order(
                reference,
                new Money(100, Currency.getInstance("TRY")),
                new Finding(
                        Finding.Effect.PAID,
                        new Attempt.Paid(100, 0, 0, true),
                        null,
                        "SENT",
                        Instant.EPOCH));
    }

    private List<StatementLine> read(OrderList list) {
        return Objects.requireNonNull(statements.of(manned(list), DAY).block(SOON));
    }

    @Test
    void everyPageIsReadAndHalfOfALimitedRateIsLeftToPayouts() {
        List<StatementLine> lines = read(list(23, 3));

        assertThat(lines).hasSize(69).doesNotHaveDuplicates();
        assertThat(gate.least).isEqualTo(PER_MINUTE / 2);
        assertThat(gate.underWay).isZero();
    }

    @Test
    void aDayOfMoreOrdersThanTheLedgerTakesIsNotStated() {
        assertThat(read(list(10, 10_000))).hasSize(100_000);
        assertThatThrownBy(() -> read(list(11, 10_000)))
                .isInstanceOf(ProviderStatements.NotStated.class)
                .hasMessageContaining("too many orders");
        assertThat(gate.underWay).isZero();
    }

    @Test
    void whatIsNotAnsweredInAFewTriesIsNotStated() {
        int[] asked = {0};
        OrderList failing =
                (_, _, _) ->
                        Mono.error(
                                () -> {
                                    asked[0]++;
                                    return new IllegalStateException("list: HTTP 500");
                                });

        assertThatThrownBy(() -> read(failing))
                .isInstanceOf(ProviderStatements.NotStated.class)
                .hasMessage("list: HTTP 500");
        assertThat(asked[0]).isEqualTo(4);
        assertThat(gate.last).isEqualTo(new Outcome.Unanswered("not answered"));
        assertThat(gate.underWay).isZero();
    }

    @Test
    void oneDayIsReadAtATimeAndWhoeverGoesAwayLeavesRoomForTheNext() {
        Disposable waiting = statements.of(manned((_, _, _) -> Mono.never()), DAY).subscribe();
        assertThat(gate.underWay).isEqualTo(1);
        assertThatThrownBy(() -> read(list(1, 1))).isInstanceOf(ProviderStatements.NotStated.class);

        waiting.dispose();

        assertThat(gate.underWay).isZero();
        assertThat(read(list(1, 1))).hasSize(1);
    }
}
