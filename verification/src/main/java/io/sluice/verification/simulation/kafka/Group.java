package io.sluice.verification.simulation.kafka;

import io.sluice.contracts.Topics;
import io.sluice.messaging.BatchConsumer;
import io.sluice.messaging.RawRecord;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.World;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A consumer group over one or several topics. Whoever holds a partition number holds it in all of
 * them (range assignment over one subscription).
 */
public final class Group {

    private final World world;
    private final Broker broker;
    private final String name;
    private final List<String> topics;
    private final List<Member> members = new ArrayList<>();
    private final Map<String, long[]> committed = new HashMap<>();
    private int generation;

    public Group(World world, Broker broker, String name, List<String> topics) {
        this.world = world;
        this.broker = broker;
        this.name = name;
        this.topics = List.copyOf(topics);
        topics.forEach(topic -> committed.put(topic, new long[Topics.PARTITIONS]));
    }

    /**
     * A process takes part, until it leaves or is put out.
     *
     * @param commitsFirst before it has processed what it read, as it must not
     */
    public Member join(Host host, BatchConsumer consumer, boolean commitsFirst) {
        Member member = new Member(this, host, consumer, commitsFirst);
        members.add(member);
        rebalance();
        return member;
    }

    void leave(Member member) {
        if (members.remove(member)) {
            rebalance();
        }
    }

    void joinAgain(Member member) {
        if (!members.contains(member)) {
            members.add(member);
            rebalance();
        }
    }

    /** Puts out whoever is not heard of, although it may be at work on a batch; true if any was. */
    public boolean putOutStalled() {
        boolean any = members.removeIf(member -> member.host().isStalled());
        if (any) {
            world.note(name, "puts out a member that is not heard of");
            rebalance();
        }
        return any;
    }

    /** Partitions change hands. */
    public void shuffle() {
        if (members.size() > 1) {
            members.addLast(members.removeFirst());
            world.note(name, "rebalances");
            rebalance();
        }
    }

    private void rebalance() {
        generation++;
        for (int i = 0; i < members.size(); i++) {
            members.get(i).assigned(generation, from(i), from(i + 1));
        }
    }

    private int from(int member) {
        return member * Topics.PARTITIONS / members.size();
    }

    /** Takes effect for members of the current generation only. */
    boolean commit(int byGeneration, Member member, String topic, int partition, long offset) {
        if (byGeneration != generation || !members.contains(member)) {
            return false;
        }
        committed(topic)[partition] = offset;
        return true;
    }

    long[] committed(String topic) {
        long[] offsets = committed.get(topic);
        if (offsets == null) {
            throw new IllegalStateException(topic + ": not of group " + name);
        }
        return offsets;
    }

    List<RawRecord> log(String topic, int partition) {
        return broker.partition(topic, partition);
    }

    Instant brokerIsBack() {
        return broker.isBack();
    }

    List<String> topics() {
        return topics;
    }

    World world() {
        return world;
    }

    public String name() {
        return name;
    }

    /** The first partition that is not consumed to its end, for people; null: all are. */
    public @Nullable String lag() {
        for (String topic : topics) {
            for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
                int end = log(topic, partition).size();
                if (committed(topic)[partition] < end) {
                    return "%s: %s/%s at %s of %s"
                            .formatted(name, topic, partition, committed(topic)[partition], end);
                }
            }
        }
        return null;
    }
}
