package io.sluice.gateway.adapter.http;

import io.sluice.gateway.application.Gate;
import io.sluice.gateway.application.Gateway;
import io.sluice.gateway.application.Gateways;
import io.sluice.gateway.application.Switches;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import java.time.Clock;

/** Providers for operators. */
final class ProviderHandler {

    private final Gateways gateways;
    private final Switches switches;
    private final Clock clock;

    ProviderHandler(Gateways gateways, Switches switches, Clock clock) {
        this.gateways = gateways;
        this.switches = switches;
        this.clock = clock;
    }

    /**
     * A provider as this instance sees it.
     *
     * @param open whether operators let it have new payouts
     */
    record ProviderView(
            String name,
            boolean open,
            String breaker,
            float failurePercent,
            int concurrency,
            int underWay,
            @Nullable Integer perMinute,
            @Nullable Integer leftThisMinute) {}

    Mono<ServerResponse> list(ServerRequest request) {
        return ServerResponse.ok().bodyValue(gateways.all().stream().map(this::view).toList());
    }

    private ProviderView view(Gateways.Manned manned) {
        Gateway gateway = manned.gateway();
        Gate.View gate = manned.gate().view();
        int perMinute = gateway.limits().perMinute();
        return new ProviderView(
                gateway.name().value(),
                gateways.isOpen(gateway.name()),
                gate.breaker(),
                gate.failurePercent(),
                gateway.limits().concurrency(),
                gate.underWay(),
                perMinute == 0 ? null : perMinute,
                gate.left());
    }

    Mono<ServerResponse> open(ServerRequest request) {
        return set(request, true);
    }

    Mono<ServerResponse> close(ServerRequest request) {
        return set(request, false);
    }

    private Mono<ServerResponse> set(ServerRequest request, boolean open) {
        return gateways.named(request.pathVariable("name"))
                .map(
                        manned ->
                                switches.set(
                                                manned.gateway().name(),
                                                open,
                                                OperatorTokens.name(request),
                                                clock.instant())
                                        .then(list(request)))
                .orElseGet(
                        () ->
                                Problems.of(
                                        HttpStatus.NOT_FOUND,
                                        "not_found",
                                        "no provider of that name"));
    }
}
