package io.sluice.withdrawal.adapter.http;

import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.adapter.Detached;
import io.sluice.withdrawal.application.ChangeFeed;
import io.sluice.withdrawal.application.EventLedger;
import io.sluice.withdrawal.application.ReadWithdrawals;
import io.sluice.withdrawal.domain.Application;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A withdrawal's events as Server-Sent Events, from whichever instance they come. */
final class ExternalStream {

    /** Of one application, at one instance. */
    private static final int MOST_STREAMS = 500;

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    /** Then the partner comes again by itself, with what it saw last, and shows its key anew. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final EventLedger ledger;
    private final ReadWithdrawals withdrawals;
    private final ChangeFeed changes;
    private final JsonMapper json;
    private final ConcurrentHashMap<String, Integer> streams = new ConcurrentHashMap<>();

    ExternalStream(
            EventLedger ledger, ReadWithdrawals withdrawals, ChangeFeed changes, JsonMapper json) {
        this.ledger = ledger;
        this.withdrawals = withdrawals;
        this.changes = changes;
        this.json = json;
    }

    Mono<ServerResponse> stream(ServerRequest request) {
        Application application = Authentication.application(request);
        return Ids.withdrawal(request)
                .flatMap(id -> withdrawals.one(application.applicationKey(), id))
                .flatMap(
                        found ->
                                stream(
                                        application.applicationKey(),
                                        found.id(),
                                        lastEventId(request)))
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        Problem.notFound(
                                                        "withdrawalId (expected: one of this"
                                                                + " application)")
                                                .response(json)));
    }

    private Mono<ServerResponse> stream(String applicationKey, WithdrawalId id, int after) {
        if (streams.merge(applicationKey, 1, Integer::sum) > MOST_STREAMS) {
            leave(applicationKey);
            return Problem.unavailable().response(json);
        }
        // With the events' end ends the keeping alive: of a service that stops, too.
        Flux<ServerSentEvent<String>> stream =
                events(id, after)
                        .publish(
                                told ->
                                        Flux.merge(
                                                told,
                                                signs().takeUntilOther(told.ignoreElements())))
                        .take(LONGEST)
                        .doFinally(_ -> leave(applicationKey));
        return ServerResponse.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .header("Cache-Control", "no-store")
                .body(BodyInserters.fromServerSentEvents(stream));
    }

    private Flux<ServerSentEvent<String>> events(WithdrawalId id, int after) {
        AtomicInteger last = new AtomicInteger(after);
        return changes.looks(id)
                .concatMap(_ -> Detached.run(Mono.defer(() -> ledger.since(id, last.get()))), 1)
                .concatMapIterable(found -> found)
                .filter(told -> told.sequence() > last.get())
                .doOnNext(told -> last.set(told.sequence()))
                .map(
                        told ->
                                ServerSentEvent.builder(told.body())
                                        .event(told.eventType())
                                        .id(Integer.toString(told.sequence()))
                                        .build());
    }

    private static Flux<ServerSentEvent<String>> signs() {
        return Flux.interval(Duration.ZERO, KEEP_ALIVE)
                .onBackpressureDrop()
                .map(_ -> ServerSentEvent.<String>builder().comment("still here").build());
    }

    private void leave(String applicationKey) {
        streams.computeIfPresent(
                applicationKey, (_, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }

    private static int lastEventId(ServerRequest request) {
        String text = request.headers().firstHeader("Last-Event-ID");
        try {
            return text == null ? 0 : Math.max(0, Integer.parseInt(text.strip()));
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
