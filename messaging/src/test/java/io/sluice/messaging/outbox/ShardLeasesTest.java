package io.sluice.messaging.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.ConnectionFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Who holds which shard. */
class ShardLeasesTest {

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final ConnectionFactory connections = TestDatabase.migrated("leases").connections();
    private final List<ShardLeases> instances = new ArrayList<>();
    private OwnConnection own = OwnConnection.open(connections, SOON);

    @BeforeEach
    void fiveInstances() {
        IntStream.range(0, 5).forEach(i -> instances.add(new ShardLeases("instance-" + i, LEASE)));
    }

    @AfterEach
    void close() {
        own.close();
    }

    @Test
    void one_instance_holds_all() {
        renew(1);
        assertThat(shares(1)).containsExactly(12);
    }

    @Test
    void the_shards_are_shared_out_fairly_among_those_who_live_and_none_is_held_twice() {
        renew(1);
        for (int round = 0; round < 3; round++) {
            renew(5);
        }
        assertThat(shares(5)).containsExactly(3, 3, 2, 2, 2);
        int union = instances.stream().mapToInt(i -> i.held().bits()).reduce(0, (a, b) -> a | b);
        assertThat(Integer.bitCount(union)).isEqualTo(12);
    }

    @Test
    void nothing_is_handed_over_while_its_events_are_on_their_way() {
        renew(1);
        instances.get(1).renew(own, true);
        assertThat(instances.getFirst().renew(own, false)).isEqualTo(Shards.NONE);
        assertThat(instances.getFirst().held().size()).isEqualTo(12);
        assertThat(instances.getFirst().renew(own, true).size()).isEqualTo(6);
        assertThat(instances.getFirst().held().size()).isEqualTo(6);
    }

    @Test
    void who_is_not_heard_of_loses_its_shards_and_knows() {
        renew(2);
        renew(2);
        assertThat(shares(2)).containsExactly(6, 6);
        ShardLeases survivor = instances.getFirst();
        Eventually.isTrue(
                () -> {
                    Shards _ = survivor.renew(own, true);
                    return survivor.held().size() == 12;
                },
                SOON);
        assertThat(instances.get(1).held()).isEqualTo(Shards.NONE);
        assertThat(instances.get(1).renew(own, true)).isEqualTo(Shards.NONE);
        assertThat(instances.get(1).held()).isEqualTo(Shards.NONE);
    }

    @Test
    void who_leaves_gives_everything_back_at_once() {
        renew(2);
        renew(2);
        instances.getFirst().leave(own);
        assertThat(instances.getFirst().held()).isEqualTo(Shards.NONE);
        Shards _ = instances.get(1).renew(own, true);
        assertThat(instances.get(1).held().size()).isEqualTo(12);
    }

    @Test
    void a_lease_ends_here_no_later_than_in_the_database() {
        renew(1);
        Eventually.isTrue(() -> instances.getFirst().held().isEmpty(), SOON);
        assertThat(
                        own.get(
                                own.client()
                                        .sql(
                                                """
                                                SELECT extract(EPOCH FROM
                                                    min(leased_until) - clock_timestamp())::int
                                                FROM outbox_shard
                                                """)
                                        .map(row -> row.get(0, Integer.class) != null)
                                        .one()))
                .isTrue();
    }

    private void renew(int firstSo) {
        for (ShardLeases instance : instances.subList(0, firstSo)) {
            Shards _ = instance.renew(own, true);
        }
    }

    private List<Integer> shares(int firstSo) {
        return instances.subList(0, firstSo).stream().map(i -> i.held().size()).toList();
    }
}
