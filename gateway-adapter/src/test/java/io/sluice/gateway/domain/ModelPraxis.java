package io.sluice.gateway.domain;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** An order id once and for ever, a timestamp for 60 s, a request completed once. */
final class ModelPraxis extends ModelProvider {

    private static final Duration FRESH = Duration.ofSeconds(60);
    private static final Duration FINDABLE = Duration.ofMinutes(15);

    private enum Status {
        REQUESTED,
        PENDING,
        APPROVED,
        REJECTED,
        ERROR,
        CANCELLED
    }

    private record Request(String tid, String orderId, Instant at, Status status, boolean paid) {
        Request to(Status next, boolean pays) {
            return new Request(tid, orderId, at, next, pays);
        }
    }

    private final Map<String, Request> byOrder = new HashMap<>();
    private final Map<String, Request> byTid = new HashMap<>();

    ModelPraxis(World world) {
        super(world);
    }

    @Override
    ProviderName name() {
        return Fixtures.FINDING;
    }

    @Override
    Terms terms() {
        return new Terms(
                new Terms.FindOrder(Duration.ofMinutes(2), FINDABLE), true, Fixtures.TIMING);
    }

    @Override
    void submit(Send send, Consumer<Signal.Answer> answer) {
        if (send.reference() != null) {
            complete(send, send.reference(), answer);
        } else if (isStale(send)) {
            answer.accept(deferred(send, "timestamp"));
        } else if (byOrder.containsKey(send.key())) {
            answer.accept(unclear(send, "not unique", null));
        } else if (chance(12)) {
            answer.accept(chance(50) ? deferred(send, "333") : lost(send));
        } else if (chance(12)) {
            put(new Request(tid(), send.key(), world.now(), Status.REJECTED, false));
            String code = chance(60) ? "AM04" : "AC01";
            answer.accept(
                    chance(80)
                            ? new Signal.Refused(send.attempt(), send.claim(), Refusal.of(code))
                            : lost(send));
        } else {
            Request opened = new Request(tid(), send.key(), world.now(), Status.REQUESTED, false);
            put(opened);
            if (chance(12)) {
                answer.accept(lost(send));
            } else {
                soon(8, Duration.ofHours(2), () -> complete(send, opened.tid(), answer));
            }
        }
    }

    private void complete(Send send, String tid, Consumer<Signal.Answer> answer) {
        Request request = byTid.get(tid);
        if (isStale(send)) {
            answer.accept(unclear(send, "timestamp", tid));
        } else if (request.status() != Status.REQUESTED) {
            answer.accept(unclear(send, "already", tid));
        } else if (chance(10)) {
            answer.accept(unclear(send, "connection lost", tid));
        } else {
            process(send, request, answer);
        }
    }

    private void process(Send send, Request request, Consumer<Signal.Answer> answer) {
        int kind = world.random().nextInt(100);
        Request next =
                kind < 50
                        ? request.to(Status.APPROVED, true)
                        : kind < 80
                                ? request.to(Status.PENDING, true)
                                : kind < 92
                                        ? request.to(Status.ERROR, chance(50))
                                        : request.to(Status.REJECTED, false);
        put(next);
        world.pays(send.key(), next.paid());
        if (next.status() == Status.PENDING) {
            soon(20, Duration.ofHours(5), () -> end(byTid.get(next.tid())));
        } else if (next.status() == Status.ERROR && next.paid()) {
            soon(
                    50,
                    Duration.ofHours(2),
                    () -> put(byTid.get(next.tid()).to(Status.APPROVED, true)));
        }
        boolean lost = chance(20);
        soon(
                3,
                Duration.ofHours(1),
                () -> answer.accept(lost ? unclear(send, "lost", next.tid()) : told(send, next)));
    }

    private Signal.Answer told(Send send, Request request) {
        Instant now = world.now();
        return switch (request.status()) {
            case APPROVED ->
                    new Signal.Accepted(
                            send.attempt(),
                            send.claim(),
                            request.tid(),
                            finding(Finding.Effect.PAID, Fixtures.AMOUNT, now));
            case PENDING -> new Signal.Accepted(send.attempt(), send.claim(), request.tid(), null);
            case REJECTED -> new Signal.Refused(send.attempt(), send.claim(), Refusal.of("AM04"));
            case ERROR, REQUESTED, CANCELLED -> unclear(send, "error", request.tid());
        };
    }

    private void end(Request request) {
        boolean paid = chance(80);
        put(request.to(paid ? Status.APPROVED : Status.REJECTED, paid));
        world.pays(request.orderId(), paid);
        world.tells(request.orderId(), this);
    }

    @Override
    Signal.Answer lookUp(Send send) {
        Request request =
                send.reference() == null ? byOrder.get(send.key()) : byTid.get(send.reference());
        if (chance(10)) {
            return new Signal.Unanswered(send.attempt(), send.claim(), "no answer");
        }
        boolean hidden =
                send.reference() == null
                        && request != null
                        && (request.status() == Status.REJECTED
                                || request.at().plus(FINDABLE).isBefore(world.now()));
        if (request == null || hidden) {
            return new Signal.Absent(send.attempt(), send.claim());
        }
        if (request.status() == Status.REQUESTED) {
            return new Signal.FoundUnprocessed(send.attempt(), send.claim(), request.tid());
        }
        Finding.Effect effect =
                switch (request.status()) {
                    case PENDING, REQUESTED -> Finding.Effect.IN_PROGRESS;
                    case APPROVED -> Finding.Effect.PAID;
                    case REJECTED, CANCELLED -> Finding.Effect.FAILED;
                    case ERROR -> Finding.Effect.FAULTED;
                };
        return new Signal.Found(
                send.attempt(),
                send.claim(),
                request.tid(),
                finding(effect, Fixtures.AMOUNT, world.now()));
    }

    @Override
    Signal.Answer cancel(Send send) {
        Request request = byTid.get(send.reference() == null ? "" : send.reference());
        if (request == null) {
            return new Signal.NotTakenBack(send.attempt(), send.claim(), "nothing known");
        }
        boolean possible =
                request.status() == Status.REQUESTED
                        || (request.status() == Status.ERROR && !request.paid());
        if (!possible) {
            return new Signal.NotTakenBack(send.attempt(), send.claim(), "already processed");
        }
        put(request.to(Status.CANCELLED, false));
        return chance(80)
                ? new Signal.TakenBack(send.attempt(), send.claim())
                : new Signal.Unanswered(send.attempt(), send.claim(), "lost");
    }

    @Override
    boolean isOpen(String key) {
        Request request = byOrder.get(key);
        return request != null && request.status() == Status.PENDING;
    }

    private boolean isStale(Send send) {
        return send.stamp().plus(FRESH).isBefore(world.now());
    }

    private String tid() {
        return "X" + byTid.size();
    }

    private void put(Request request) {
        byOrder.put(request.orderId(), request);
        byTid.put(request.tid(), request);
    }

    private static Signal.Answer deferred(Send send, String reason) {
        return new Signal.Deferred(send.attempt(), send.claim(), reason, Duration.ofSeconds(5));
    }

    private static Signal.Answer lost(Send send) {
        return new Signal.Unclear(send.attempt(), send.claim(), "lost", null, false);
    }

    private static Signal.Answer unclear(Send send, String reason, @Nullable String tid) {
        return new Signal.Unclear(send.attempt(), send.claim(), reason, tid, true);
    }
}
