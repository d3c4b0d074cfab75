package io.sluice.verification.simulation.provider;

import io.sluice.ingest.domain.Reading;
import io.sluice.verification.simulation.network.Network;
import io.sluice.verification.simulation.network.Outside;
import io.sluice.verification.simulation.network.Request;
import io.sluice.verification.simulation.world.Host;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** How a provider tells what happened: again and again until it is heard. */
public final class Callbacks {

    private static final int MOST_DOUBLINGS = 10;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String provider;
    private final Outside self;
    private final Network network;
    private final Supplier<Host> receivers;
    private final Receiver receiver;

    /** The receiving side of an instance: true once the callback is kept. */
    @FunctionalInterface
    public interface Receiver extends BiFunction<Host, Heard, Mono<Boolean>> {}

    /** A callback as the receiving side reads it. */
    public record Heard(String provider, Reading reading) {}

    /**
     * @param receivers one of the instances, whichever the balancer chooses
     */
    Callbacks(
            String provider,
            Outside self,
            Network network,
            Supplier<Host> receivers,
            Receiver receiver) {
        this.provider = provider;
        this.self = self;
        this.network = network;
        this.receivers = receivers;
        this.receiver = receiver;
    }

    void tell(Reading reading) {
        self.after(Duration.ZERO, () -> attempt(reading, 1));
    }

    private void attempt(Reading reading, int number) {
        Host to = receivers.get();
        String what = "callback " + reading.eventType() + " " + reading.eventKey();
        network.call(
                        self,
                        new Request<>(
                                what,
                                to,
                                () -> receiver.apply(to, new Heard(provider, reading)),
                                PATIENCE,
                                false,
                                false))
                .subscribe(kept -> after(kept, reading, number));
    }

    private void after(boolean kept, Reading reading, int number) {
        if (kept) {
            return;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(number, MOST_DOUBLINGS));
        self.after(
                pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE,
                () -> attempt(reading, number + 1));
    }
}
