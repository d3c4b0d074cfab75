package io.sluice.verification.chaos;

import io.sluice.verification.chaos.Victims.Victim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills and stops processes, one after the other, at moments and in an order that come from the
 * seed as far as the machine lets them; up to three recover at the same time, but of the brokers
 * only one, since two of three are needed.
 */
final class Havoc {

    private static final int PAUSE_ONE_IN = 4;
    private static final int MOST_AT_ONCE = 3;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(12);
    private static final Duration RECOVERED_WITHIN = Duration.ofMinutes(3);
    private static final long LOOK_EVERY_NANOS = Duration.ofMillis(100).toNanos();

    /**
     * The platform's supervisor gives up on what dies more than five times in two minutes, and a start
     * that fails because something else is down is a death as well.
     */
    private static final int MOST_KILLS_OF_ONE = 2;

    private static final Duration WITHIN = Duration.ofSeconds(130);

    /** One blow, and how long it took until its victim was ready again. */
    record Blow(Victim victim, boolean kill, double seconds, boolean recovered) {}

    private final Victims victims;
    private final SplittableRandom random;
    private final Transcript transcript;
    private final long begin = System.nanoTime();
    private final Set<String> down = ConcurrentHashMap.newKeySet();
    private final Map<String, List<Long>> kills = new HashMap<>();
    private final List<Blow> blows = new ArrayList<>();
    private final List<Thread> recoveries = new ArrayList<>();

    Havoc(Victims victims, long seed, Transcript transcript) {
        this.victims = victims;
        this.random = new SplittableRandom(seed);
        this.transcript = transcript;
    }

    /** Goes on for so long, then waits until everything has recovered. */
    List<Blow> wreak(Duration length, Duration meanPause) {
        long end = System.nanoTime() + length.toNanos();
        while (sleep(meanPause, end) && victims.areKeptUp()) {
            List<Victim> open = victims.all().stream().filter(this::mayBeStruck).toList();
            if (down.size() < MOST_AT_ONCE && !open.isEmpty()) {
                strike(open.get(random.nextInt(open.size())));
            }
        }
        for (Thread recovery : recoveries) {
            try {
                recovery.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (blows) {
            return List.copyOf(blows);
        }
    }

    private boolean sleep(Duration mean, long end) {
        double factor = -Math.log(1 - random.nextDouble());
        long until = System.nanoTime() + (long) (mean.toNanos() * Math.min(3, factor));
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return System.nanoTime() < end;
    }

    private boolean mayBeStruck(Victim victim) {
        long oldest = System.nanoTime() - WITHIN.toNanos();
        List<Long> recent = kills.computeIfAbsent(victim.name(), _ -> new ArrayList<>());
        recent.removeIf(kill -> kill < oldest);
        boolean brokerDown = down.stream().anyMatch(name -> name.startsWith("kafka"));
        return !down.contains(victim.name())
                && recent.size() < MOST_KILLS_OF_ONE
                && !(victim.isBroker() && brokerDown);
    }

    private void strike(Victim victim) {
        boolean kill = random.nextInt(PAUSE_ONE_IN) != 0;
        Duration pause = Duration.ofMillis(random.nextLong(500, LONGEST_PAUSE.toMillis()));
        down.add(victim.name());
        if (kill) {
            kills.computeIfAbsent(victim.name(), _ -> new ArrayList<>()).add(System.nanoTime());
        }
        recoveries.add(Thread.ofVirtual().start(() -> strike(victim, kill, pause)));
    }

    private void strike(Victim victim, boolean kill, Duration pause) {
        long struck = System.nanoTime();
        try {
            if (kill) {
                Victims.kill(victim);
            } else {
                Victims.signal(victim, "STOP");
                LockSupport.parkNanos(pause.toNanos());
                Victims.signal(victim, "CONT");
            }
            boolean recovered = await(victim, kill, struck);
            Blow blow = new Blow(victim, kill, (System.nanoTime() - struck) / 1e9, recovered);
            synchronized (blows) {
                blows.add(blow);
            }
            tell(blow, struck);
        } finally {
            down.remove(victim.name());
        }
    }

    private boolean await(Victim victim, boolean killed, long since) {
        while (victims.areKeptUp() && System.nanoTime() - since < RECOVERED_WITHIN.toNanos()) {
            if (killed ? victims.isBack(victim) : victims.isReady(victim)) {
                return true;
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        return false;
    }

    private void tell(Blow blow, long struck) {
        transcript.say(
                "%7.1f s  %-6s %-22s %s after %.1f s"
                        .formatted(
                                (struck - begin) / 1e9,
                                blow.kill() ? "killed" : "paused",
                                blow.victim().name(),
                                blow.recovered() ? "ready again" : "NOT READY",
                                blow.seconds()));
    }
}
