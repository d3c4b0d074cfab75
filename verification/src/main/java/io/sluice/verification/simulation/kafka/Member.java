package io.sluice.verification.simulation.kafka;

import io.sluice.messaging.BatchConsumer;
import io.sluice.messaging.RawRecord;
import io.sluice.verification.simulation.world.Actor;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.Menu;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One process in a group: fetches batches, has them processed, commits their offsets. */
public final class Member implements Actor {

    private static final int WEIGHT = 10;
    private static final int LATE = 2;
    private static final int LARGEST_BATCH = 8;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private record Place(String topic, int partition) {}

    private final Group group;
    private final Host host;
    private final BatchConsumer consumer;
    private final boolean commitsFirst;
    private final Map<String, long[]> positions = new HashMap<>();
    private final Map<Place, Long> uncommitted = new HashMap<>();
    private int generation;
    private int first;
    private int end;
    private boolean isOut;
    private Instant notBefore = Instant.MIN;

    Member(Group group, Host host, BatchConsumer consumer, boolean commitsFirst) {
        this.group = group;
        this.host = host;
        this.consumer = consumer;
        this.commitsFirst = commitsFirst;
    }

    Host host() {
        return host;
    }

    /** From now on its partitions are these, and what is fetched starts at what is committed. */
    void assigned(int newGeneration, int from, int to) {
        generation = newGeneration;
        first = from;
        end = to;
        for (String topic : group.topics()) {
            positions.put(topic, group.committed(topic).clone());
        }
        uncommitted.clear();
    }

    public void leave() {
        group.leave(this);
    }

    @Override
    public void offer(Menu menu) {
        if (!uncommitted.isEmpty()) {
            menu.add(LATE, this::commitLate);
        }
        if (isOut) {
            menu.add(WEIGHT, this::joinAgain);
        } else if (isBehind()) {
            Instant back = group.brokerIsBack();
            menu.from(back.isAfter(notBefore) ? back : notBefore, WEIGHT, this::poll);
        }
    }

    private void joinAgain() {
        isOut = false;
        group.joinAgain(this);
    }

    private boolean isBehind() {
        for (String topic : group.topics()) {
            for (int partition = first; partition < end; partition++) {
                if (isBehind(topic, partition)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isBehind(String topic, int partition) {
        return positions(topic)[partition] < group.log(topic, partition).size();
    }

    private List<Place> waiting() {
        List<Place> places = new ArrayList<>();
        for (String topic : group.topics()) {
            for (int partition = first; partition < end; partition++) {
                if (isBehind(topic, partition)) {
                    places.add(new Place(topic, partition));
                }
            }
        }
        return places;
    }

    private long[] positions(String topic) {
        return Objects.requireNonNull(positions.get(topic));
    }

    private void poll() {
        Map<Place, Long> ends = new HashMap<>();
        List<RawRecord> batch = fetch(ends);
        int fetchedIn = generation;
        if (commitsFirst) {
            done(fetchedIn, ends);
        }
        try {
            consumer.process(batch);
        } catch (RuntimeException outage) {
            notBefore = group.world().now().plus(PAUSE);
            host.note(group.name() + " tries a batch again");
            return;
        }
        host.point("before committing offsets");
        done(fetchedIn, ends);
    }

    private void done(int fetchedIn, Map<Place, Long> ends) {
        if (fetchedIn == generation) {
            ends.forEach((place, to) -> positions(place.topic())[place.partition()] = to);
            uncommitted.putAll(ends);
        }
        if (!group.world().dice().oneIn(group.world().weather().uncommitted())) {
            commit(fetchedIn, ends);
        }
    }

    private void commitLate() {
        commit(generation, Map.copyOf(uncommitted));
    }

    private void commit(int fetchedIn, Map<Place, Long> ends) {
        for (Map.Entry<Place, Long> each : ends.entrySet()) {
            Place place = each.getKey();
            if (!group.commit(fetchedIn, this, place.topic(), place.partition(), each.getValue())) {
                host.note(group.name() + " may not commit: its partitions are another's");
                isOut = true;
                return;
            }
        }
        ends.forEach(uncommitted::remove);
    }

    /** From some of the partitions, each in order. */
    private List<RawRecord> fetch(Map<Place, Long> ends) {
        List<RawRecord> batch = new ArrayList<>();
        List<Place> places = waiting();
        int most = group.world().dice().between(1, LARGEST_BATCH);
        int at = group.world().dice().below(places.size());
        for (int i = 0; i < places.size() && batch.size() < most; i++) {
            Place place = places.get((at + i) % places.size());
            List<RawRecord> log = group.log(place.topic(), place.partition());
            long from = positions(place.topic())[place.partition()];
            long to = Math.min(log.size(), from + most - batch.size());
            batch.addAll(log.subList((int) from, (int) to));
            ends.put(place, to);
        }
        host.note(group.name() + " reads " + ends);
        return batch;
    }
}
