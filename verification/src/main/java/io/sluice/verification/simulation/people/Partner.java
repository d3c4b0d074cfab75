package io.sluice.verification.simulation.people;

import io.sluice.contracts.WithdrawalId;
import io.sluice.verification.simulation.network.Network;
import io.sluice.verification.simulation.network.Outside;
import io.sluice.verification.simulation.network.Request;
import io.sluice.verification.simulation.service.ApiSite;
import io.sluice.verification.simulation.service.Applications;
import io.sluice.verification.simulation.world.Actor;
import io.sluice.verification.simulation.world.Dice;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.Menu;
import io.sluice.verification.simulation.world.World;
import io.sluice.withdrawal.application.IdempotencyKey;
import io.sluice.withdrawal.application.OpenOutcome;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.WithdrawalRequest;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** A partner site: asks for withdrawals, and asks again under the same key until it is answered. */
public final class Partner implements Actor {

    private static final Currency CURRENCY = Currency.getInstance("TRY");
    private static final String IBAN = "TR330006100519786457841326";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration OPENING_HOURS = Duration.ofMinutes(30);
    private static final int TWICE_ONE_IN = 8;

    /** What it asked for and heard. */
    public static final class Wish {

        private final Application application;
        private final IdempotencyKey key;
        private final WithdrawalRequest request;
        private final List<OpenOutcome> answers = new ArrayList<>();

        Wish(Application application, IdempotencyKey key, WithdrawalRequest request) {
            this.application = application;
            this.key = key;
            this.request = request;
        }

        public Application application() {
            return application;
        }

        public WithdrawalRequest request() {
            return request;
        }

        /** Every answer that reached the partner. */
        public List<OpenOutcome> answers() {
            return answers;
        }

        private boolean isAnswered() {
            return answers.stream().anyMatch(a -> !(a instanceof OpenOutcome.InFlight));
        }
    }

    private final Outside self;
    private final Network network;
    private final ApiSite api;
    private final Supplier<Host> balancer;
    private final BiConsumer<Application, WithdrawalId> opened;
    private final List<Wish> wishes = new ArrayList<>();

    /**
     * @param opened is told of each withdrawal when the partner knows that it is there
     */
    public Partner(
            World world,
            Network network,
            ApiSite api,
            Supplier<Host> balancer,
            BiConsumer<Application, WithdrawalId> opened) {
        this.self = new Outside(world, "partner");
        this.network = network;
        this.api = api;
        this.balancer = balancer;
        this.opened = opened;
    }

    public List<Wish> wishes() {
        return wishes;
    }

    /** So many withdrawals, of these users, at some time of the history. */
    public void plan(int count, List<String> users) {
        Dice dice = self.world().dice();
        for (int i = 0; i < count; i++) {
            Wish wish = wish(dice, dice.oneOf(users));
            wishes.add(wish);
            self.after(dice.upTo(OPENING_HOURS), () -> ask(wish));
        }
    }

    private static Wish wish(Dice dice, String user) {
        Applications kind =
                dice.oneOf(
                        dice.oneIn(2) ? Applications.automatic() : List.of(Applications.values()));
        Application application = kind.settings(dice.oneIn(3) ? "praxis" : "pientegra");
        return new Wish(
                application,
                new IdempotencyKey(
                        application.applicationKey(), new UUID(dice.nextLong(), dice.nextLong())),
                new WithdrawalRequest(user, null, Amounts.whole(dice), CURRENCY, IBAN, "A Holder"));
    }

    private void ask(Wish wish) {
        if (wish.isAnswered()) {
            return;
        }
        post(wish).subscribe(outcome -> hear(wish, outcome));
        if (self.world().dice().oneIn(TWICE_ONE_IN)) {
            post(wish).subscribe(outcome -> outcome.ifPresent(said -> told(wish, said)));
        }
    }

    private Mono<Optional<OpenOutcome>> post(Wish wish) {
        Host to = balancer.get();
        self.note("asks " + to.name() + " for " + wish.request() + " " + wish.key.value());
        return network.call(
                self,
                new Request<>(
                        "the request " + wish.key.value(),
                        to,
                        () -> api.open(to, wish.application, wish.key, wish.request),
                        PATIENCE,
                        Optional.empty(),
                        Optional.empty()));
    }

    private void hear(Wish wish, Optional<OpenOutcome> outcome) {
        outcome.ifPresent(said -> told(wish, said));
        if (!wish.isAnswered()) {
            self.after(PAUSE, () -> ask(wish));
        }
    }

    private void told(Wish wish, OpenOutcome said) {
        self.note("hears " + said);
        boolean knew = wish.isAnswered();
        wish.answers.add(said);
        if (!knew && wish.isAnswered()) {
            WithdrawalId id =
                    switch (said) {
                        case OpenOutcome.Opened(var stored) -> stored.withdrawalId();
                        case OpenOutcome.Replayed(var stored) -> stored.withdrawalId();
                        case OpenOutcome.InFlight _,
                                OpenOutcome.KeyReused _,
                                OpenOutcome.Refused _,
                                OpenOutcome.Overloaded _ ->
                                null;
                    };
            if (id != null) {
                opened.accept(wish.application, id);
            }
        }
    }

    @Override
    public void offer(Menu menu) {
        self.offer(menu);
    }
}
