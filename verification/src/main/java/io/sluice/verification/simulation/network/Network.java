package io.sluice.verification.simulation.network;

import io.sluice.verification.simulation.world.Actor;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.Menu;
import io.sluice.verification.simulation.world.Violation;
import io.sluice.verification.simulation.world.World;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** HTTP between processes. A message arrives late, and overtakes others, or is lost. */
public final class Network implements Actor {

    private static final int ARRIVES = 10;
    private static final Duration LONGEST_WAY = Duration.ofSeconds(30);

    private record Message(
            String what, @Nullable Host to, Instant deadline, Runnable arrival, Runnable refusal) {}

    private final World world;
    private final List<Message> underWay = new ArrayList<>();

    public Network(World world) {
        this.world = world;
        world.whenStandingStill(underWay::clear);
    }

    /** Asks, and completes with the answer or with what takes its place. */
    public <A> Mono<A> call(Caller caller, Request<A> request) {
        Sinks.One<A> answer = Sinks.one();
        send(
                request.what(),
                request.to(),
                () -> serve(caller, request, answer),
                () -> caller.hear(() -> answer.tryEmitValue(request.refused())));
        caller.after(request.patience(), () -> answer.tryEmitValue(request.silence()));
        return answer.asMono();
    }

    private <A> void serve(Caller caller, Request<A> request, Sinks.One<A> answer) {
        request.server()
                .get()
                .subscribe(
                        said ->
                                send(
                                        "the answer to " + request.what(),
                                        caller.host(),
                                        () -> caller.hear(() -> answer.tryEmitValue(said)),
                                        () -> {}),
                        failure ->
                                world.judge(
                                        () -> {
                                            throw new Violation(request.what() + ": " + failure);
                                        }));
    }

    private void send(String what, @Nullable Host to, Runnable arrival, Runnable refusal) {
        if (world.dice().oneIn(world.weather().lose())) {
            world.note("network", "loses " + what);
            return;
        }
        Instant deadline = world.now().plus(world.dice().upTo(LONGEST_WAY));
        underWay.add(new Message(what, to, deadline, arrival, refusal));
    }

    @Override
    public void offer(Menu menu) {
        for (Message message : underWay) {
            if (message.to() == null || !message.to().isStalled()) {
                menu.by(message.deadline(), ARRIVES, () -> arrive(message));
            }
        }
    }

    private void arrive(Message message) {
        underWay.remove(message);
        Host to = message.to();
        if (to == null || to.isUp()) {
            message.arrival().run();
        } else {
            world.note("network", "finds nobody for " + message.what());
            message.refusal().run();
        }
    }
}
