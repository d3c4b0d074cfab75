package io.sluice.gateway.domain;

import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * One history of a few payouts from a seed: instances that claim, crash, and are stopped and woken
 * at any moment; providers at their worst; in some, a backup of the database put back. Every change
 * is one commit through {@link Transitions}; what the providers really paid is the oracle.
 */
final class PayoutSimulation implements ModelProvider.World {

    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final int PAYOUTS = 4;
    private static final Duration LONGEST = Duration.ofDays(30);

    private final RandomGenerator random;
    private final Timeline timeline = new Timeline(Fixtures.NOW);
    private final Truth truth = new Truth();
    private final Map<ProviderName, ModelProvider> providers = new LinkedHashMap<>();
    private final Map<PayoutId, PayoutOrder> orders = new LinkedHashMap<>();

    /** Everything that was said on the topic of facts, in its order. */
    private final List<Map.Entry<PayoutId, Signal.Reported>> facts = new ArrayList<>();

    private Map<PayoutId, Payout> database = new LinkedHashMap<>();
    private @Nullable Instant restoredAt;

    /** Instances before a restore can still call, but commit into a database that is gone. */
    private int era;

    PayoutSimulation(long seed, boolean restores) {
        random = new SplittableRandom(seed);
        ModelProvider pientegra = new ModelPientegra(this);
        ModelProvider praxis = new ModelPraxis(this);
        providers.put(pientegra.name(), pientegra);
        providers.put(praxis.name(), praxis);
        for (int i = 0; i < PAYOUTS; i++) {
            after(Duration.ofSeconds(random.nextInt(600)), this::authorize);
        }
        if (restores) {
            after(Duration.ofSeconds(random.nextInt(900)), this::backUp);
        }
    }

    /** Runs to the end; answers what was broken, or nothing. */
    List<String> run() {
        while (timeline.turn()) {
            List<String> broken =
                    now().isAfter(Fixtures.NOW.plus(LONGEST))
                            ? truth.told("does not end", orders.keySet())
                            : truth.paidTwice();
            if (!broken.isEmpty()) {
                return broken;
            }
        }
        return database.values().stream()
                .flatMap(payout -> truth.wrongEnd(payout).stream())
                .toList();
    }

    private void tell(PayoutId id, Object what) {
        truth.tell(id, now() + " " + what);
    }

    private void authorize() {
        PayoutOrder authorized = Fixtures.order(random, now(), Practice.route(random));
        orders.put(authorized.payoutId(), authorized);
        takeIn(authorized);
    }

    private void takeIn(PayoutOrder authorized) {
        if (!database.containsKey(authorized.payoutId())) {
            commit(Payout.authorized(authorized, rules(), now()));
        }
    }

    private Rules rules() {
        return Practice.rules(providers.values(), random, restoredAt);
    }

    private void commit(Decision decision) {
        if (decision.declined() != null) {
            return;
        }
        Payout payout = decision.next();
        database.put(payout.id(), payout);
        payout.attempts().forEach(a -> truth.isKeyOf(a.key(), payout.id()));
        tell(payout.id(), payout.state() + " claim " + payout.claim() + " " + payout.plan());
        decision.events().stream()
                .filter(PayoutStatusReported.class::isInstance)
                .map(PayoutStatusReported.class::cast)
                .forEach(fact -> facts.add(Map.entry(payout.id(), Practice.heard(fact))));
        Plan plan = payout.plan();
        if (plan != null) {
            Duration wait = Duration.between(now(), plan.dueAt());
            int claimants = 1 + random.nextInt(2);
            for (int i = 0; i < claimants; i++) {
                after(
                        (wait.isNegative() ? Duration.ZERO : wait).plusMillis(random.nextLong(300)),
                        () -> claim(payout.id()));
            }
        } else if (!payout.state().ended()) {
            after(Duration.ofHours(3), () -> operators(payout.id()));
        }
    }

    private void signal(PayoutId id, Signal signal) {
        Payout payout = database.get(id);
        if (payout != null) {
            tell(id, signal);
            commit(Transitions.decide(payout, signal, rules(), now()));
        }
    }

    private void claim(PayoutId id) {
        Payout payout = database.get(id);
        if (payout == null || payout.plan() == null || payout.plan().dueAt().isAfter(now())) {
            return;
        }
        if (random.nextInt(6) == 0 && payout.state() == PayoutState.AUTHORIZED) {
            ProviderName to = random.nextBoolean() ? Fixtures.REPLAYING : Fixtures.FINDING;
            commit(Transitions.decide(payout, new Signal.Rerouted(to), rules(), now()));
            payout = database.get(id);
        }
        Instant leaseEnd = now().plus(LEASE);
        Decision decision =
                Transitions.decide(
                        payout,
                        new Signal.Claimed(leaseEnd, Practice.prepared(payout, rules(), now())),
                        rules(),
                        now());
        commit(decision);
        Plan plan = decision.next().plan();
        if (decision.declined() == null && plan != null && plan.dueAt().equals(leaseEnd)) {
            work(decision.next(), leaseEnd);
        }
    }

    /** Whoever claimed it works on it, or is stopped, or dies, between any two steps. */
    private void work(Payout payout, Instant leaseEnd) {
        int mine = era;
        Attempt attempt = payout.attempts().getLast();
        ModelProvider provider = providers.get(attempt.provider());
        ModelProvider.Send send =
                new ModelProvider.Send(
                        attempt.key(),
                        attempt.stampedAt(),
                        attempt.reference(),
                        attempt.number(),
                        payout.claim());
        provider.soon(
                12,
                Duration.ofHours(40),
                () -> {
                    if (dies()) {
                        return;
                    }
                    if (!leaseEnd.isAfter(now())) {
                        record(
                                payout.id(),
                                mine,
                                new Signal.Deferred(
                                        send.attempt(),
                                        send.claim(),
                                        "held back",
                                        Duration.ofSeconds(1)));
                        return;
                    }
                    // Even after that look at the clock it may be stopped: for hours, not for days.
                    provider.soon(5, Duration.ofHours(3), () -> call(payout, provider, send, mine));
                });
    }

    private void call(Payout payout, ModelProvider provider, ModelProvider.Send send, int mine) {
        switch (Objects.requireNonNull(payout.plan()).step()) {
            case SEND, SEND_AGAIN ->
                    provider.submit(send, answer -> answered(payout.id(), mine, answer));
            case LOOK_UP -> answered(payout.id(), mine, provider.lookUp(send));
            case CANCEL -> answered(payout.id(), mine, provider.cancel(send));
        }
    }

    private void answered(PayoutId id, int mine, Signal.Answer answer) {
        if (dies()) {
            return;
        }
        int times = random.nextInt(10) == 0 ? 2 : 1;
        for (int i = 0; i < times; i++) {
            providers
                    .get(Fixtures.REPLAYING)
                    .soon(5, Duration.ofHours(6), () -> record(id, mine, answer));
        }
    }

    private void record(PayoutId id, int mine, Signal.Answer answer) {
        if (mine == era) {
            signal(id, answer);
        }
    }

    private boolean dies() {
        return random.nextInt(100) < 4;
    }

    /** They know what was really paid, and wait until no sender can still be on its way. */
    private void operators(PayoutId id) {
        Payout payout = database.get(id);
        if (payout == null || payout.plan() != null || payout.state() != PayoutState.IN_DOUBT) {
            return;
        }
        boolean isDecided = truth.keysOf(id).noneMatch(this::isOpen);
        if (!isDecided) {
            after(Duration.ofHours(3), () -> operators(id));
            return;
        }
        signal(
                id,
                truth.isPaid(id)
                        ? new Signal.ResolvedSent(null, "seen at the bank")
                        : new Signal.ResolvedNotPaid(null, "the provider knows nothing"));
    }

    private boolean isOpen(String key) {
        return providers.values().stream().anyMatch(provider -> provider.isOpen(key));
    }

    private void backUp() {
        Map<PayoutId, Payout> backup = new LinkedHashMap<>(database);
        int said = facts.size();
        after(Duration.ofSeconds(random.nextInt(7200)), () -> restore(backup, said));
    }

    /** The old instances are gone; topics are read again from the time of the backup. */
    private void restore(Map<PayoutId, Payout> backup, int said) {
        orders.keySet().forEach(id -> tell(id, "RESTORED"));
        era++;
        database = new LinkedHashMap<>(backup);
        restoredAt = now();
        database.values().forEach(payout -> commit(new Decision(payout, List.of(), null)));
        orders.values().forEach(this::takeIn);
        List.copyOf(facts)
                .subList(said, facts.size())
                .forEach(fact -> signal(fact.getKey(), fact.getValue()));
    }

    @Override
    public Instant now() {
        return timeline.now();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public void after(Duration pause, Runnable event) {
        timeline.after(pause, event);
    }

    @Override
    public void pays(String key, boolean paid) {
        tell(truth.payoutOf(key), key + (paid ? " IS PAID" : " is not paid"));
        truth.pays(key, paid);
    }

    @Override
    public void tells(String key, ModelProvider provider) {
        PayoutId id = truth.payoutOf(key);
        int attempt = Integer.parseInt(key.substring(key.lastIndexOf('/') + 1));
        BiFunction<String, Integer, Signal> word =
                provider instanceof ModelPientegra pientegra
                        ? (k, n) -> pientegra.fact(k, n)
                        : (_, n) -> new Signal.Hinted(n, Finding.Effect.UNKNOWN);
        int times = random.nextInt(3);
        for (int i = 0; i < times; i++) {
            provider.soon(
                    20,
                    Duration.ofHours(2),
                    () -> {
                        Signal said = word.apply(key, attempt);
                        if (said instanceof Signal.Reported fact) {
                            facts.add(Map.entry(id, fact));
                        }
                        signal(id, said);
                    });
        }
    }
}
