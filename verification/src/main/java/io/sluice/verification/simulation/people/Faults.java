package io.sluice.verification.simulation.people;

import io.sluice.verification.simulation.database.Database;
import io.sluice.verification.simulation.kafka.Broker;
import io.sluice.verification.simulation.kafka.Group;
import io.sluice.verification.simulation.world.Actor;
import io.sluice.verification.simulation.world.Dice;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.Menu;
import io.sluice.verification.simulation.world.Weather;
import io.sluice.verification.simulation.world.World;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What befalls processes from outside, and who starts them again. */
public final class Faults implements Actor {

    private static final int LIKELY = 40;
    private static final int RESTART = 2;
    private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(2);

    private final World world;
    private final Broker broker;
    private final List<Host> hosts;
    private final List<Group> groups;
    private final List<Database> databases;

    public Faults(
            World world,
            Broker broker,
            List<Host> hosts,
            List<Group> groups,
            List<Database> databases) {
        this.world = world;
        this.broker = broker;
        this.hosts = List.copyOf(hosts);
        this.groups = List.copyOf(groups);
        this.databases = List.copyOf(databases);
    }

    @Override
    public void offer(Menu menu) {
        for (Host host : hosts) {
            if (!host.isUp()) {
                menu.add(RESTART, host::start);
            }
        }
        Weather weather = world.weather();
        Dice dice = world.dice();
        sometimes(menu, weather.kill(), () -> kill(dice.oneOf(hosts)));
        sometimes(menu, weather.rebalance(), () -> rebalance(dice.oneOf(groups)));
        sometimes(menu, weather.outage(), this::outage);
        sometimes(menu, weather.skip(), world::standStill);
        sometimes(menu, weather.skew().isZero() ? 0 : weather.kill(), this::setClock);
    }

    private void sometimes(Menu menu, int oneIn, Runnable fault) {
        if (world.dice().oneIn(oneIn)) {
            menu.add(LIKELY, fault);
        }
    }

    private static void kill(Host host) {
        if (host.isUp()) {
            host.kill();
        }
    }

    private static void rebalance(Group group) {
        if (!group.putOutStalled()) {
            group.shuffle();
        }
    }

    private void outage() {
        Duration length = world.dice().upTo(LONGEST_OUTAGE);
        if (world.dice().oneIn(2)) {
            world.note("broker", "is away for " + length);
            broker.away(world.now().plus(length));
        } else {
            world.note("database", "one is away for " + length);
            world.dice().oneOf(databases).away(world.now().plus(length));
        }
    }

    /** Ends every outage, and sets the clocks right. */
    public void mend() {
        broker.away(Instant.MIN);
        databases.forEach(database -> database.away(Instant.MIN));
        hosts.forEach(Host::heal);
    }

    private void setClock() {
        world.dice().oneOf(hosts).setClock();
    }
}
