package io.sluice.verification.simulation.people;

import io.sluice.contracts.WithdrawalId;
import io.sluice.verification.simulation.network.Network;
import io.sluice.verification.simulation.network.Outside;
import io.sluice.verification.simulation.network.Request;
import io.sluice.verification.simulation.oracle.Words;
import io.sluice.verification.simulation.service.ApiSite;
import io.sluice.verification.simulation.service.Word;
import io.sluice.verification.simulation.world.Actor;
import io.sluice.verification.simulation.world.Dice;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.Menu;
import io.sluice.verification.simulation.world.World;
import io.sluice.withdrawal.application.Reviews;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Two operators who look at what is under review: each approves, rejects, or says nothing, early,
 * late, or when it has lapsed. They give back what agents leave to them.
 */
public final class Reviewers implements Actor {

    private static final List<String> NAMES = List.of("operator-1", "operator-2");
    private static final int SILENT_ONE_IN = 8;
    private static final int REJECTS_ONE_IN = 6;
    private static final int TWICE_ONE_IN = 6;
    private static final int MOST_TRIES = 4;
    private static final Duration SOON = Duration.ofMinutes(5);
    private static final Duration LATE = Duration.ofMinutes(70);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private record Saying(WithdrawalId id, Word word, String name) {}

    private final Outside self;
    private final Network network;
    private final ApiSite api;
    private final Supplier<Host> balancer;
    private final Words words;

    public Reviewers(
            World world, Network network, ApiSite api, Supplier<Host> balancer, Words words) {
        this.self = new Outside(world, "reviewers");
        this.network = network;
        this.api = api;
        this.balancer = balancer;
        this.words = words;
    }

    /** They see what waits for them. */
    public void review(WithdrawalId id) {
        if (!api.reviews().isWaiting(id)) {
            return;
        }
        Dice dice = self.world().dice();
        for (String name : NAMES) {
            if (!dice.oneIn(SILENT_ONE_IN)) {
                Word word = dice.oneIn(REJECTS_ONE_IN) ? Word.REJECT : Word.APPROVE;
                Duration wait = dice.upTo(dice.oneIn(3) ? LATE : SOON);
                self.after(wait, () -> say(new Saying(id, word, name), 1));
                if (dice.oneIn(TWICE_ONE_IN)) {
                    self.after(wait, () -> say(new Saying(id, word, name), MOST_TRIES));
                }
            }
        }
    }

    /** They are asked to give back what is left of it. */
    void release(WithdrawalId id) {
        for (String name : NAMES) {
            Duration wait = self.world().dice().upTo(SOON);
            self.after(wait, () -> say(new Saying(id, Word.RELEASE, name), 1));
        }
    }

    private void say(Saying saying, int tries) {
        Host to = balancer.get();
        self.note(saying.name() + " says " + saying.word() + " of " + saying.id());
        words.says(saying.id(), saying.word(), saying.name());
        network.call(
                        self,
                        new Request<>(
                                "the word of " + saying.name(),
                                to,
                                () -> api.rule(to, saying.id(), saying.word(), saying.name()),
                                PATIENCE,
                                Optional.<Reviews.Ruling>empty(),
                                Optional.empty()))
                .subscribe(ruling -> hear(saying, ruling, tries));
    }

    private void hear(Saying saying, Optional<Reviews.Ruling> ruling, int tries) {
        if (ruling.isPresent()) {
            self.note(saying.name() + " hears " + ruling.get());
            self.world().judge(() -> words.hears(saying.id(), saying.word(), ruling.get()));
        } else if (tries < MOST_TRIES) {
            self.after(PAUSE, () -> say(saying, tries + 1));
        }
    }

    @Override
    public void offer(Menu menu) {
        self.offer(menu);
    }
}
