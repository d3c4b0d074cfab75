package io.sluice.verification.simulation.provider;

import io.sluice.contracts.EventId;
import io.sluice.contracts.OrderId;
import io.sluice.contracts.PayoutId;
import io.sluice.gateway.application.Gateway;
import io.sluice.gateway.application.ProviderCalls;
import io.sluice.gateway.domain.Coverage;
import io.sluice.gateway.domain.Finding;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Rules;
import io.sluice.gateway.domain.Terms;
import io.sluice.messaging.Destination;
import io.sluice.verification.simulation.network.Network;
import io.sluice.verification.simulation.network.Outside;
import io.sluice.verification.simulation.world.Actor;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.Menu;
import io.sluice.verification.simulation.world.World;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Both providers, with the terms under which the gateway uses them by default. */
public final class Providers implements Actor {

    private static final Terms.Timing TIMING =
            new Terms.Timing(
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(30));
    private static final Terms REPLAYED =
            new Terms(new Terms.Replay(Duration.ofHours(20)), false, TIMING);
    private static final Terms FOUND =
            new Terms(
                    new Terms.FindOrder(Duration.ofMinutes(2), Duration.ofMinutes(15)),
                    true,
                    TIMING);
    private static final Gateway.Limits LIMITS =
            new Gateway.Limits(64, 0, Duration.ofSeconds(10), Duration.ofSeconds(30));

    private final Network network;
    private final Outside pientegraSelf;
    private final Outside praxisSelf;
    private final Pientegra pientegra;
    private final Praxis praxis;

    public Providers(
            World world, Network network, Supplier<Host> receivers, Callbacks.Receiver receiver) {
        this.network = network;
        Cascades cascades = new Cascades();
        pientegraSelf = new Outside(world, Pientegra.NAME);
        pientegra =
                new Pientegra(
                        pientegraSelf,
                        new Callbacks(Pientegra.NAME, pientegraSelf, network, receivers, receiver),
                        cascades);
        praxisSelf = new Outside(world, Praxis.NAME);
        praxis =
                new Praxis(
                        praxisSelf,
                        new Callbacks(Praxis.NAME, praxisSelf, network, receivers, receiver),
                        cascades);
    }

    /** As an instance of the gateway has them. */
    public List<Gateway> seenFrom(
            Host host, UnaryOperator<ProviderCalls> calls, UnaryOperator<Terms> terms) {
        return List.of(
                gateway(
                        Pientegra.NAME,
                        terms.apply(REPLAYED),
                        _ -> Finding.Effect.UNKNOWN,
                        new Keys("pientegra"),
                        calls.apply(new PientegraCalls(host, network, pientegra))),
                gateway(
                        Praxis.NAME,
                        terms.apply(FOUND),
                        PraxisCalls::effect,
                        new Keys(""),
                        calls.apply(new PraxisCalls(host, network, praxis))));
    }

    private static Gateway gateway(
            String name,
            Terms terms,
            Function<String, Finding.Effect> words,
            Gateway.Requests requests,
            ProviderCalls calls) {
        return new Gateway(
                new ProviderName(name),
                new Rules.Contract(terms, Coverage.EVERYTHING),
                words,
                requests,
                calls,
                null,
                null,
                LIMITS);
    }

    /** All payments at both. */
    public Stream<Payment> payments() {
        return Stream.concat(pientegra.payments().all().stream(), praxis.payments().all().stream());
    }

    /** Grows whenever anything happens to any of them. */
    public long moves() {
        return pientegra.payments().moves() + praxis.payments().moves();
    }

    /** What both did with a payout's attempts. */
    public List<Payment> of(PayoutId payout) {
        return payments().filter(each -> each.ours().payoutId().equals(payout)).toList();
    }

    /** On the telephone: what was opened and not yet ordered to be paid is given up. */
    public boolean cancelUnprocessed(Payment payment) {
        if (payment.status() != Payment.Status.REQUESTED) {
            return false;
        }
        payment.cancel();
        return true;
    }

    @Override
    public void offer(Menu menu) {
        pientegraSelf.offer(menu);
        praxisSelf.offer(menu);
        pientegra.payments().offer(menu);
        praxis.payments().offer(menu);
    }

    /**
     * @param salt of a hashed key; empty: our own order id
     */
    private record Keys(String salt) implements Gateway.Requests {

        @Override
        public String key(PayoutOrder order, int attempt) {
            return salt.isEmpty()
                    ? new OrderId(order.payoutId(), attempt).toString()
                    : EventId.derived(order.payoutId().toString(), salt + "/" + attempt).toString();
        }

        @Override
        public byte[] write(PayoutOrder order, String key, Destination destination, Instant stamp) {
            String body = order.amount() + " " + order.currency() + " to " + destination.iban();
            return body.getBytes(StandardCharsets.UTF_8);
        }
    }
}
