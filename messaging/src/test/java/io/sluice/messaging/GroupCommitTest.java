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
import java.util.stream.IntStream;

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
    void whereManyCameTheNextWaitForCompanyFromTheFirstOfThemOn() {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        try {
            GroupCommit<Integer, Integer> commit = commitOfOneMilli();
            submit(commit, 1, 2, 3);
            time.advanceTimeBy(Duration.ofMillis(1));
            submit(commit, 4);
            time.advanceTimeBy(Duration.ofMillis(4));
            assertThat(groups).containsExactly(List.of(1), List.of(2, 3));
            submit(commit, 5);
            time.advanceTimeBy(Duration.ofMillis(1));
            assertThat(groups).last().isEqualTo(List.of(4, 5));
        } finally {
            VirtualTimeScheduler.reset();
        }
    }

    @Test
    void whoComesAloneWaitsOnceAtMost() {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        try {
            GroupCommit<Integer, Integer> commit = commitOfOneMilli();
            submit(commit, 1, 2, 3);
            time.advanceTimeBy(Duration.ofMillis(10));
            submit(commit, 4);
            assertThat(groups).containsExactly(List.of(1), List.of(2, 3));
            time.advanceTimeBy(Duration.ofMillis(6));
            assertThat(groups).last().isEqualTo(List.of(4));

            submit(commit, 5);
            assertThat(groups).last().isEqualTo(List.of(5));
        } finally {
            VirtualTimeScheduler.reset();
        }
    }

    @Test
    void aFullGroupWaitsForNobody() {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        try {
            GroupCommit<Integer, Integer> commit = commitOfOneMilli();
            submit(commit, 1, 2, 3);
            time.advanceTimeBy(Duration.ofMillis(2));

            submit(commit, 4, 5, 6);
            assertThat(groups).hasSize(2);
            submit(commit, 7);
            assertThat(groups).last().isEqualTo(List.of(4, 5, 6, 7));
        } finally {
            VirtualTimeScheduler.reset();
        }
    }

    @Test
    void twentyWaitForNoMore() {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        try {
            GroupCommit<Integer, Integer> commit = commitOfOneMilli(500);
            submit(commit, 1, 2, 3);
            time.advanceTimeBy(Duration.ofMillis(2));

            submit(commit, IntStream.range(0, 19).toArray());
            assertThat(groups).hasSize(2);
            submit(commit, 19);
            assertThat(groups).last().isEqualTo(IntStream.range(0, 20).boxed().toList());

            submit(commit, 20);
            time.advanceTimeBy(Duration.ofMillis(4));
            assertThat(groups).hasSize(3);
            time.advanceTimeBy(Duration.ofMillis(1));
            assertThat(groups).last().isEqualTo(List.of(20));
        } finally {
            VirtualTimeScheduler.reset();
        }
    }

    private GroupCommit<Integer, Integer> commitOfOneMilli() {
        return commitOfOneMilli(4);
    }

    /** Waits for company of two or more for five milliseconds. */
    private GroupCommit<Integer, Integer> commitOfOneMilli(int maxBatch) {
        return new GroupCommit<>(
                new GroupCommit.Bounds(
                        maxBatch, 100, new GroupCommit.Company(2, Duration.ofMillis(5))),
                items -> {
                    groups.add(items);
                    return Mono.delay(Duration.ofMillis(1)).thenReturn(items);
                });
    }

    private static void submit(GroupCommit<Integer, Integer> commit, int... items) {
        for (int item : items) {
            commit.submit(item).toFuture();
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
