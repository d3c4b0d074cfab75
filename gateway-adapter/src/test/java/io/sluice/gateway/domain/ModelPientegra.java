package io.sluice.gateway.domain;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Answers a key as it answered it first, for 24 hours; then the key is a new one. */
final class ModelPientegra extends ModelProvider {

    private static final Duration REMEMBERED = Duration.ofHours(24);

    private enum Status {
        PENDING,
        SENT,
        REJECTED,
        REFUSED_HERE,
        REFUSED_ANYWHERE
    }

    private record Withdrawal(String id, String key, Instant at, Instant answered, Status status) {}

    private final Map<String, Withdrawal> byKey = new HashMap<>();
    private final Map<String, Withdrawal> byId = new HashMap<>();

    ModelPientegra(World world) {
        super(world);
    }

    @Override
    ProviderName name() {
        return Fixtures.REPLAYING;
    }

    @Override
    Terms terms() {
        return new Terms(new Terms.Replay(Duration.ofHours(20)), false, Fixtures.TIMING);
    }

    @Override
    void submit(Send send, Consumer<Signal.Answer> answer) {
        Withdrawal known = byKey.get(send.key());
        Instant now = world.now();
        if (known != null && now.isBefore(known.at().plus(REMEMBERED))) {
            soon(1, Duration.ofHours(1), () -> answer.accept(repeated(send, known)));
        } else if (chance(15)) {
            boolean off = chance(60);
            answer.accept(off ? deferred(send) : unclear(send, false));
        } else {
            Withdrawal opened = open(send, now);
            boolean lost = chance(25);
            soon(
                    3,
                    Duration.ofHours(1),
                    () -> answer.accept(lost ? unclear(send, false) : first(send, opened)));
        }
    }

    private Withdrawal open(Send send, Instant now) {
        Status status = Status.PENDING;
        if (chance(20)) {
            status = chance(60) ? Status.REFUSED_HERE : Status.REFUSED_ANYWHERE;
        }
        Instant answered = now.plusMillis(world.random().nextLong(5_000));
        String id = "P" + byId.size();
        put(new Withdrawal(id, send.key(), now, answered, status));
        if (status == Status.PENDING) {
            world.pays(send.key(), true);
            soon(20, Duration.ofHours(30), () -> end(byId.get(id)));
        }
        return byId.get(id);
    }

    private void end(Withdrawal withdrawal) {
        boolean sent = chance(80);
        put(
                new Withdrawal(
                        withdrawal.id(),
                        withdrawal.key(),
                        withdrawal.at(),
                        withdrawal.answered(),
                        sent ? Status.SENT : Status.REJECTED));
        world.pays(withdrawal.key(), sent);
        world.tells(withdrawal.key(), this);
    }

    private void put(Withdrawal withdrawal) {
        byKey.put(withdrawal.key(), withdrawal);
        byId.put(withdrawal.id(), withdrawal);
    }

    private Signal.Answer repeated(Send send, Withdrawal known) {
        if (world.now().isBefore(known.answered())) {
            return unclear(send, true);
        }
        if (chance(15)) {
            return chance(50) ? unclear(send, false) : deferred(send);
        }
        boolean refusedOnTheWay = chance(10);
        return refusedOnTheWay ? refused(send, "HTTP_401") : first(send, known);
    }

    private static Signal.Answer first(Send send, Withdrawal known) {
        return switch (known.status()) {
            case REFUSED_HERE -> refused(send, "AM04");
            case REFUSED_ANYWHERE -> refused(send, "AC01");
            case PENDING, SENT, REJECTED ->
                    new Signal.Accepted(send.attempt(), send.claim(), known.id(), null);
        };
    }

    @Override
    Signal.Answer lookUp(Send send) {
        Withdrawal known = byId.get(send.reference() == null ? "" : send.reference());
        if (known == null || chance(10)) {
            return new Signal.Unanswered(send.attempt(), send.claim(), "no answer");
        }
        Finding.Effect effect =
                switch (known.status()) {
                    case PENDING -> Finding.Effect.IN_PROGRESS;
                    case SENT -> Finding.Effect.PAID;
                    case REJECTED, REFUSED_HERE, REFUSED_ANYWHERE -> Finding.Effect.FAILED;
                };
        return new Signal.Found(
                send.attempt(),
                send.claim(),
                known.id(),
                finding(effect, Fixtures.AMOUNT, world.now()));
    }

    @Override
    Signal.Answer cancel(Send send) {
        return new Signal.NotTakenBack(send.attempt(), send.claim(), "cancels nothing");
    }

    @Override
    boolean isOpen(String key) {
        Withdrawal known = byKey.get(key);
        return known != null && known.status() == Status.PENDING;
    }

    /** What its callback says: signed, so it is a fact. */
    Signal.Reported fact(String key, int attempt) {
        Withdrawal known = byKey.get(key);
        boolean sent = known.status() == Status.SENT;
        return new Signal.Reported(
                attempt,
                name(),
                sent ? FactStatus.SENT : FactStatus.REJECTED,
                sent ? new Attempt.Paid(Fixtures.AMOUNT, 0, 0, true) : Attempt.Paid.NOTHING,
                known.id(),
                sent ? null : "MS03",
                FactSource.CALLBACK);
    }

    private static Signal.Answer deferred(Send send) {
        return new Signal.Deferred(send.attempt(), send.claim(), "429", Duration.ofSeconds(5));
    }

    private static Signal.Answer unclear(Send send, boolean arrived) {
        return new Signal.Unclear(send.attempt(), send.claim(), "lost", null, arrived);
    }

    private static Signal.Answer refused(Send send, String code) {
        return new Signal.Refused(send.attempt(), send.claim(), Refusal.of(code));
    }
}
