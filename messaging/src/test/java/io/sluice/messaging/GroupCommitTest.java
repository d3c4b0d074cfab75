package io.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

final class GroupCommitTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final List<List<Integer>> groups = new ArrayList<>();
    private final List<Sinks.One<List<String>>> commits = new ArrayList<>();

    private GroupCommit<Integer, String> groupCommit(int maxBatch, int maxQueue) {
        return new GroupCommit<>(
                maxBatch,
                maxQueue,
                items -> {
                    groups.add(items);
                    Sinks.One<List<String>> commit = Sinks.one();
                    commits.add(commit);
                    return commit.asMono();
                });
    }

    private void finish(int commit) {
        commits.get(commit)
                .tryEmitValue(groups.get(commit).stream().map(item -> "#" + item).toList());
    }

    @Test
    void aLoneItemIsCommittedAtOnce() {
        CompletableFuture<String> one = groupCommit(10, 10).submit(1).toFuture();

        assertThat(groups).containsExactly(List.of(1));
        assertThat(one).isNotDone();
        finish(0);
        assertThat(one).isCompletedWithValue("#1");
    }

    @Test
    void whatComesDuringACommitGathersIntoTheNext() {
        GroupCommit<Integer, String> commit = groupCommit(10, 10);
        commit.submit(1).toFuture();
        CompletableFuture<String> two = commit.submit(2).toFuture();
        CompletableFuture<String> three = commit.submit(3).toFuture();
        finish(0);

        assertThat(groups).containsExactly(List.of(1), List.of(2, 3));
        finish(1);
        assertThat(two).isCompletedWithValue("#2");
        assertThat(three).isCompletedWithValue("#3");
    }

    @Test
    void afterAGroupItRestsSoThatMoreShareTheNextCommit() {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        try {
            GroupCommit<Integer, Integer> commit =
                    new GroupCommit<>(
                            10,
                            10,
                            Duration.ofMillis(5),
                            items -> {
                                groups.add(items);
                                return Mono.delay(Duration.ofMillis(1)).thenReturn(items);
                            });
            commit.submit(1).toFuture();
            commit.submit(2).toFuture();
            commit.submit(3).toFuture();
            time.advanceTimeBy(Duration.ofMillis(2));
            commit.submit(4).toFuture();
            time.advanceTimeBy(Duration.ofMillis(4));
            assertThat(groups).containsExactly(List.of(1), List.of(2, 3));

            time.advanceTimeBy(Duration.ofMillis(4));
            assertThat(groups).containsExactly(List.of(1), List.of(2, 3), List.of(4));
            commit.submit(5).toFuture();
            time.advanceTimeBy(Duration.ofMillis(1));
            commit.submit(6).toFuture();
            assertThat(groups).as("no rest after a lone item").endsWith(List.of(5), List.of(6));
        } finally {
            VirtualTimeScheduler.reset();
        }
    }

    @Test
    void aGroupIsNoLargerThanItsLimit() {
        GroupCommit<Integer, String> commit = groupCommit(2, 10);
        for (int i = 1; i <= 4; i++) {
            commit.submit(i).toFuture();
        }
        finish(0);
        finish(1);

        assertThat(groups).containsExactly(List.of(1), List.of(2, 3), List.of(4));
    }

    @Test
    void aFullQueueRefusesAndLosesNothing() {
        GroupCommit<Integer, String> commit = groupCommit(10, 1);
        commit.submit(1).toFuture();
        CompletableFuture<String> two = commit.submit(2).toFuture();

        assertThatThrownBy(() -> commit.submit(3).block(SOON))
                .isInstanceOf(RejectedExecutionException.class);
        finish(0);
        finish(1);
        assertThat(two).isCompletedWithValue("#2");
    }

    @Test
    void aFailedCommitFailsItsGroupAloneAndTheNextGoesOn() {
        GroupCommit<Integer, String> commit = groupCommit(10, 10);
        CompletableFuture<String> one = commit.submit(1).toFuture();
        CompletableFuture<String> two = commit.submit(2).toFuture();
        commits.get(0).tryEmitError(new IllegalStateException("disk"));
        finish(1);

        assertThat(one).isCompletedExceptionally();
        assertThat(two).isCompletedWithValue("#2");
    }

    @Test
    void aCommitThatThrowsBeforeItStartsFailsItsGroupAlone() {
        GroupCommit<Integer, String> commit =
                new GroupCommit<>(
                        10,
                        10,
                        items -> {
                            if (items.contains(1)) {
                                throw new IllegalArgumentException("one");
                            }
                            return Mono.just(List.of("fine"));
                        });

        assertThatThrownBy(() -> commit.submit(1).block(SOON))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(commit.submit(2).block(SOON)).isEqualTo("fine");
    }
}
