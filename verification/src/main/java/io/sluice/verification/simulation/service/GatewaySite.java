package io.sluice.verification.simulation.service;

import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Topics;
import io.sluice.gateway.application.ApplySignals;
import io.sluice.gateway.application.Dispatcher;
import io.sluice.gateway.application.Dispatchers;
import io.sluice.gateway.application.Gateways;
import io.sluice.gateway.application.Inquirer;
import io.sluice.gateway.application.Inquiries;
import io.sluice.gateway.application.Intake;
import io.sluice.gateway.application.Payouts;
import io.sluice.gateway.application.ProviderSwitches;
import io.sluice.gateway.application.ResolveDoubt;
import io.sluice.gateway.application.StatusFacts;
import io.sluice.gateway.application.StorePayouts;
import io.sluice.gateway.application.Switches;
import io.sluice.gateway.domain.Proposal;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.verification.simulation.database.Database;
import io.sluice.verification.simulation.database.OutboxRows;
import io.sluice.verification.simulation.database.ParkedRecords;
import io.sluice.verification.simulation.database.Relay;
import io.sluice.verification.simulation.kafka.Group;
import io.sluice.verification.simulation.kafka.Member;
import io.sluice.verification.simulation.provider.Providers;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.Menu;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The gateway's payouts, which its instances share. */
public final class GatewaySite {

    private static final int TURN = 8;
    private static final Dispatcher.Settings SETTINGS =
            new Dispatcher.Settings(
                    Duration.ofSeconds(60),
                    Duration.ofMillis(500),
                    5,
                    Duration.ofSeconds(25),
                    Duration.ofMinutes(5));

    private final Site site;
    private final Providers providers;
    private final OutboxRows outbox = new OutboxRows(Shared.CODEC);
    private final PayoutTable payouts;
    private final InquiryTable inquiries;
    private final ProposalTable proposals;
    private final List<Group> groups;
    private final Map<Host, Instance> instances = new HashMap<>();

    public GatewaySite(Ground ground, Providers providers) {
        site = Site.on(ground);
        this.providers = providers;
        inquiries = new InquiryTable(site.database());
        payouts = new PayoutTable(site.database(), outbox, inquiries);
        proposals = new ProposalTable(site.database());
        groups =
                List.of(
                        group(ground, "gateway-adapter", Topics.LEDGER),
                        group(ground, "gateway-adapter-status", Topics.PAYOUT_STATUS),
                        group(ground, "gateway-adapter-claims", Topics.PAYOUT_CLAIMS));
    }

    private static Group group(Ground ground, String name, String topic) {
        return new Group(ground.world(), ground.broker(), name, List.of(topic));
    }

    public PayoutTable payouts() {
        return payouts;
    }

    public OutboxRows outbox() {
        return outbox;
    }

    public List<Group> groups() {
        return groups;
    }

    public Database database() {
        return site.database();
    }

    public ParkedRecords parked() {
        return site.parked();
    }

    /** One instance. */
    public Host.Service boot(Host host) {
        Instance instance = new Instance(host);
        instances.put(host, instance);
        return instance;
    }

    /** An operator's word, at an instance that is up. */
    public Mono<ResolveDoubt.Result> resolve(
            Host host,
            PayoutId payout,
            Proposal.Outcome outcome,
            @Nullable String reference,
            String operator) {
        Instance instance = instances.get(host);
        return instance == null
                ? Mono.just(ResolveDoubt.Result.NOT_NOW)
                : instance.resolveDoubt
                        .resolve(payout, outcome, reference, "looked it up", operator)
                        .onErrorReturn(ResolveDoubt.Result.NOT_NOW);
    }

    private final class Instance implements Host.Service {

        private final Host host;
        private final List<Member> members;
        private final Relay relay;
        private final List<Dispatcher> dispatchers;
        private final List<Inquirer> inquirers;
        private final Set<ProviderName> asking = new HashSet<>();
        private final Map<ProviderName, Instant> notBefore = new HashMap<>();
        private final ResolveDoubt resolveDoubt;

        Instance(Host host) {
            this.host = host;
            Gateways gateways =
                    new Gateways(
                            providers.seenFrom(host, site.seams()::calls, site.seams()::terms),
                            gateway -> new OpenGate(gateway.limits().concurrency()),
                            null);
            Payouts seen = site.seams().payouts(payouts.seenFrom(host));
            Inquiries asked = inquiries.seenFrom(host);
            ApplySignals signals = new ApplySignals(seen, asked, gateways, host.clock());
            resolveDoubt = new ResolveDoubt(seen, proposals.seenFrom(host), signals, host.clock());
            Dispatchers all =
                    new Dispatchers(
                            gateways,
                            seen,
                            asked,
                            new Switches(new AllOpen(), gateways),
                            new ClearVault(),
                            signals,
                            site.seams().clock(host.clock()),
                            SETTINGS);
            dispatchers = all.begun();
            inquirers = all.inquirers();
            StorePayouts store = new StorePayouts(seen, gateways, host.clock());
            members =
                    List.of(
                            site.consume(host, groups.get(0), new Intake(store)),
                            site.consume(host, groups.get(1), new StatusFacts(signals, gateways)),
                            site.consume(host, groups.get(2), new StatusFacts(signals, gateways)));
            relay = site.relay(host, outbox);
        }

        @Override
        public void offer(Menu menu) {
            members.forEach(member -> member.offer(menu));
            relay.offer(menu);
            dispatchers.forEach(dispatcher -> offer(menu, dispatcher));
            inquirers.forEach(inquirer -> offer(menu, inquirer));
        }

        private void offer(Menu menu, Inquirer inquirer) {
            if (asking.contains(inquirer.provider())) {
                return;
            }
            inquiries
                    .firstDue(inquirer.provider())
                    .ifPresent(due -> host.offer(menu, due, TURN, () -> ask(inquirer)));
        }

        /** One round at a time, as its thread does it. */
        private void ask(Inquirer inquirer) {
            host.note("asks " + inquirer.provider() + " about what is over");
            asking.add(inquirer.provider());
            inquirer.turn()
                    .doOnError(away -> host.note("asked in vain: " + away.getMessage()))
                    .onErrorComplete()
                    .doOnTerminate(() -> asking.remove(inquirer.provider()))
                    .subscribe();
        }

        private void offer(Menu menu, Dispatcher dispatcher) {
            Instant pause = notBefore.getOrDefault(dispatcher.provider(), Instant.MIN);
            payouts.firstDue(dispatcher.provider())
                    .map(due -> due.isBefore(pause) ? pause : due)
                    .ifPresent(due -> host.offer(menu, due, TURN, () -> turn(dispatcher)));
        }

        private void turn(Dispatcher dispatcher) {
            host.note("looks for due work at " + dispatcher.provider());
            try {
                dispatcher.turn();
            } catch (RuntimeException away) {
                host.note("claims nothing: " + away.getMessage());
            }
            notBefore.put(dispatcher.provider(), host.clock().instant().plus(SETTINGS.poll()));
        }

        @Override
        public void gone() {
            members.forEach(Member::leave);
        }
    }

    /** No operator closes a provider. */
    private static final class AllOpen implements ProviderSwitches {

        @Override
        public Mono<Set<ProviderName>> closed() {
            return Mono.just(Set.of());
        }

        @Override
        public Mono<Void> set(ProviderName provider, boolean open, String operator, Instant at) {
            return Mono.empty();
        }
    }
}
