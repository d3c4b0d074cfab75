package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.PayoutEvent;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.SluiceEvent;
import io.sluice.gateway.application.Gateways;
import io.sluice.gateway.application.Payouts;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.PayoutState;
import io.sluice.gateway.domain.Rules;
import io.sluice.gateway.domain.Signal;
import io.sluice.gateway.domain.Transitions;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import reactor.netty.resources.LoopResources;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The service between a real broker, a real database and providers that do as they are told. One
 * stands for all tests that want no other; only one at a time may stand, for they would share a
 * consumer group.
 */
final class Platform implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Of the providers' own: a service that is closed takes the usual ones with it. */
    static final LoopResources LOOPS = LoopResources.create("providers", 1, true);

    private static @Nullable Platform shared;

    private final DatabaseAddress database = Infrastructure.database("gateway");
    private final Wire wire = new Wire();
    private final ScriptedProvider pientegra = new ScriptedProvider();
    private final ScriptedPraxis praxis = new ScriptedPraxis();
    private final ThirdServer third = new ThirdServer();
    private final ScriptedLedger ledger = new ScriptedLedger();
    private final List<String> settings;
    private ConfigurableApplicationContext service;

    private Platform(boolean withLedger, String... own) {
        settings = new ArrayList<>(List.of(database.springProperties()));
        settings.add("server.port=0");
        settings.add("spring.kafka.bootstrap-servers=" + Infrastructure.bootstrapServers());
        settings.add("SLUICE_DESTINATION_KEY=" + Wire.KEY);
        settings.add("logging.structured.format.console=");
        settings.add("sluice.gateway.statements.ledger=" + (withLedger ? ledger.url() : "false"));
        settings.add("sluice.gateway.statements.every=30d");
        settings.add("sluice.gateway.statements.pause=10ms");
        settings.add("sluice.providers.pientegra.base-url=" + pientegra.url());
        settings.add("sluice.providers.praxis.base-url=" + praxis.url());
        settings.add("sluice.providers.praxis.absent-after=1500ms");
        settings.add("sluice.providers.third.enabled=true");
        settings.add("sluice.providers.third.base-url=" + third.url());
        settings.add("sluice.providers.third.use.concurrency=3");
        settings.add("sluice.providers.third.use.expected-within=300ms");
        for (String provider : List.of("pientegra", "praxis")) {
            String use = "sluice.providers." + provider + ".use.";
            settings.add(use + "read-timeout=700ms");
            settings.add(use + "overall-timeout=800ms");
            settings.add(use + "doubt-pause=200ms");
            settings.add(use + "longest-pause=500ms");
            settings.add(use + "expected-within=400ms");
        }
        settings.addAll(List.of(own));
        service = started();
    }

    /** The one for all; started when first asked for. */
    static synchronized Platform shared() {
        if (shared == null) {
            shared =
                    new Platform(
                            true, "sluice.gateway.sweep=1s", "sluice.gateway.destinations-kept=1d");
        }
        return shared;
    }

    /** One with settings of its own; the shared one makes room. */
    static synchronized Platform alone(String... settings) {
        makeRoom();
        return new Platform(false, settings);
    }

    /** For services in processes of their own. */
    static synchronized void makeRoom() {
        if (shared != null) {
            shared.close();
            shared = null;
        }
    }

    private ConfigurableApplicationContext started() {
        return new SpringApplicationBuilder(GatewayAdapterApplication.class)
                .profiles("local")
                .run(settings.stream().map(property -> "--" + property).toArray(String[]::new));
    }

    <T> T bean(Class<T> type) {
        return service.getBean(type);
    }

    Wire wire() {
        return wire;
    }

    ScriptedProvider pientegra() {
        return pientegra;
    }

    ScriptedPraxis praxis() {
        return praxis;
    }

    ThirdServer third() {
        return third;
    }

    ScriptedLedger ledger() {
        return ledger;
    }

    DatabaseAddress database() {
        return database;
    }

    int port() {
        return Integer.parseInt(
                String.valueOf(service.getEnvironment().getProperty("local.server.port")));
    }

    /** As a restart of the process would, with settings that override the earlier ones. */
    void restart(Runnable between, String... more) {
        service.close();
        between.run();
        settings.addAll(List.of(more));
        service = started();
    }

    PayoutId authorize(long amount, String... route) {
        return wire.authorize(amount, route);
    }

    LedgerEvent.PayoutAuthorized authorizedAgo(Duration ago, long amount, String... route) {
        return wire.authorize(Instant.now().minus(ago), amount, route);
    }

    @Nullable Payout find(PayoutId id) {
        return bean(Payouts.class).find(id).block(Duration.ofSeconds(5));
    }

    /** Operators' word, by an instance that does nothing more once it is committed. */
    void resolvedAsSent(PayoutId id, String reference) {
        Rules rules = bean(Gateways.class).rules();
        bean(Payouts.class)
                .apply(
                        List.of(
                                new Payouts.Occurrence(
                                        id, new Signal.ResolvedSent(reference, "seen"))),
                        (payout, signal) ->
                                Transitions.decide(payout, signal, rules, Instant.now()))
                .block(PATIENCE);
    }

    /** Waits until the payout is in that state. */
    Payout awaitState(PayoutId id, PayoutState expected) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            Payout found = find(id);
                            assertThat(found).isNotNull();
                            assertThat(Objects.requireNonNull(found).state())
                                    .as(
                                            "%s %s",
                                            found.plan(),
                                            found.attempts().stream().map(Platform::shown).toList())
                                    .isEqualTo(expected);
                        });
        return Objects.requireNonNull(find(id));
    }

    private static String shown(Attempt attempt) {
        return "%d %s %s %s"
                .formatted(
                        attempt.number(), attempt.provider(), attempt.state(), attempt.outcome());
    }

    /** What was said of a payout on the topic of facts. */
    List<PayoutStatusReported> facts(PayoutId id) {
        return wire.heard(PayoutStatusReported.class).stream()
                .filter(fact -> fact.payoutId().equals(id))
                .toList();
    }

    List<PayoutStatusReported> awaitFacts(PayoutId id, int count) {
        return await().atMost(PATIENCE).until(() -> facts(id), facts -> facts.size() >= count);
    }

    <E extends PayoutEvent> List<E> heard(Class<E> type, PayoutId id) {
        return wire.heard(type).stream().filter(event -> isAbout(event, id)).toList();
    }

    <E extends PayoutEvent> List<E> awaitHeard(Class<E> type, PayoutId id) {
        return await().atMost(PATIENCE).until(() -> heard(type, id), events -> !events.isEmpty());
    }

    private static boolean isAbout(SluiceEvent event, PayoutId id) {
        return switch (event) {
            case PayoutEvent.PayoutSubmitted submitted -> submitted.payoutId().equals(id);
            case PayoutEvent.PayoutInDoubt doubt -> doubt.payoutId().equals(id);
            default -> false;
        };
    }

    @Override
    public void close() {
        service.close();
        wire.close();
        pientegra.close();
        praxis.close();
        third.close();
        ledger.close();
    }
}
