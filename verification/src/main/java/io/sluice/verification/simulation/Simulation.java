package io.sluice.verification.simulation;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerCommand.WalletCreditRequested;
import io.sluice.verification.simulation.kafka.Broker;
import io.sluice.verification.simulation.kafka.Group;
import io.sluice.verification.simulation.kafka.Poison;
import io.sluice.verification.simulation.network.Network;
import io.sluice.verification.simulation.oracle.Oracle;
import io.sluice.verification.simulation.oracle.Rest;
import io.sluice.verification.simulation.people.Agent;
import io.sluice.verification.simulation.people.Faults;
import io.sluice.verification.simulation.people.Operators;
import io.sluice.verification.simulation.people.Partner;
import io.sluice.verification.simulation.people.Reviewers;
import io.sluice.verification.simulation.provider.Providers;
import io.sluice.verification.simulation.service.ApiSite;
import io.sluice.verification.simulation.service.Applications;
import io.sluice.verification.simulation.service.GatewaySite;
import io.sluice.verification.simulation.service.Ground;
import io.sluice.verification.simulation.service.IngestSite;
import io.sluice.verification.simulation.service.LedgerSite;
import io.sluice.verification.simulation.service.Seams;
import io.sluice.verification.simulation.service.Shared;
import io.sluice.verification.simulation.world.Dice;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.Violation;
import io.sluice.verification.simulation.world.World;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One history: a handful of withdrawals through four services in bad weather, then calm until
 * nothing more happens, and an audit of what is left.
 */
public final class Simulation {

    private static final int MOST_STEPS = 20_000;
    private static final int LONGEST_STORM = 600;
    private static final int MOST_WITHDRAWALS = 10;
    private static final List<String> USERS = List.of("user-1", "user-2", "user-3");
    private static final Currency CURRENCY = Currency.getInstance("TRY");

    private final long seed;
    private final World world;
    private final Network network;
    private final Broker broker;
    private final List<Host> hosts = new ArrayList<>();
    private final Map<String, Long> funded = new TreeMap<>();
    private final Poison poison;
    private final Faults faults;
    private final Partner partner;
    private final Rest rest;

    private Simulation(long seed, Seams seams) {
        this.seed = seed;
        world = new World(seed, seams::weather);
        network = new Network(world);
        broker = new Broker(world, seams::sent);
        poison = new Poison(world, broker);
        Ground ground = new Ground(world, broker, poison, seams);
        IngestSite ingest = new IngestSite(ground);
        Supplier<Host> receivers = instances("ingest", ingest::boot);
        Providers providers = new Providers(world, network, receivers, ingest::receive);
        Oracle oracle = new Oracle(world, broker, providers);
        ApiSite api = new ApiSite(ground);
        LedgerSite ledger = new LedgerSite(ground);
        GatewaySite gateway = new GatewaySite(ground, providers);
        Supplier<Host> apis = instances("api", api::boot);
        Reviewers reviewers = new Reviewers(world, network, api, apis, oracle.words());
        Agent agent = new Agent(world, network, api, apis, reviewers, oracle.words());
        partner =
                new Partner(
                        world,
                        network,
                        api,
                        apis,
                        (application, id) -> {
                            agent.take(application, id);
                            reviewers.review(id);
                        });
        instances("ledger", ledger::boot);
        Supplier<Host> desks = instances("gateway", gateway::boot);
        rest = new Rest(oracle, poison, partner, providers, api, ledger, gateway, ingest);
        List<Group> groups = new ArrayList<>(gateway.groups());
        groups.addAll(List.of(api.group(), ledger.group(), ingest.group()));
        world.join(network);
        world.join(providers);
        world.join(partner);
        world.join(agent);
        world.join(reviewers);
        world.join(poison);
        world.join(new Operators(world, network, gateway, providers, desks));
        hosts.forEach(world::join);
        faults =
                new Faults(
                        world,
                        broker,
                        hosts,
                        groups,
                        List.of(
                                api.database(),
                                ledger.database(),
                                gateway.database(),
                                ingest.database()));
        world.join(faults);
    }

    /** Runs the history of a seed. */
    public static History run(long seed, Seams seams) {
        Simulation simulation = new Simulation(seed, seams);
        simulation.live();
        Violation violation = simulation.world.violation();
        return new History(
                seed,
                simulation.partner.wishes().size(),
                simulation.world.steps(),
                violation == null ? null : violation.getMessage(),
                simulation.world.journal());
    }

    private Supplier<Host> instances(String name, Function<Host, Host.Service> boot) {
        int count = 1 + world.dice().below(2);
        List<Host> instances = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            instances.add(new Host(world, name + "-" + i, boot));
        }
        hosts.addAll(instances);
        return () -> instances.get(world.dice().below(instances.size()));
    }

    private void live() {
        world.note("world", "seed " + seed + ": " + world.weather());
        hosts.forEach(Host::start);
        Dice dice = world.dice();
        List<String> users = USERS.subList(0, dice.between(1, USERS.size()));
        users.forEach(user -> fund(user, dice.oneIn(4) ? 5_000 : 1_000_000));
        partner.plan(dice.between(1, MOST_WITHDRAWALS), users);
        int storm = dice.below(LONGEST_STORM);
        while (world.steps() < storm && world.step()) {}
        world.calmDown();
        faults.mend();
        while (world.steps() < MOST_STEPS && world.step()) {}
        if (world.violation() == null) {
            world.judge(
                    () ->
                            Violation.unless(
                                    world.steps() < MOST_STEPS,
                                    "does not come to rest in %s steps",
                                    MOST_STEPS));
        }
        if (world.violation() == null) {
            world.judge(() -> rest.audit(funded));
        }
    }

    private void fund(String user, long amount) {
        funded.put(user, amount);
        WalletCreditRequested credit =
                new WalletCreditRequested(
                        Applications.MERCHANT, user, CURRENCY, amount, "opening", "operator-1");
        broker.put(
                Shared.CODEC.encode(
                        new Envelope<>(
                                EventId.derived("funding", user),
                                "ledger-service",
                                world.now(),
                                null,
                                null,
                                credit)));
    }
}
