package io.sluice.verification.simulation.world;

import java.time.Duration;

/**
 * Which misfortunes there are, and how often: once in so many times, 0 for never. Each history has
 * weather of its own, with some of them left out, so that rare ones are not drowned by common ones.
 *
 * @param die at a point between two steps of a process
 * @param stall at such a point: the process is stopped, and others go on
 * @param lose a message between two processes
 * @param hiccup a transaction fails, or its success is not heard of
 * @param unacknowledged a broker takes a record and does not say so
 * @param uncommitted an offset is not committed
 * @param kill a running process, between two actions
 * @param rebalance a group's partitions change hands, between two actions
 * @param outage broker or a database is away for a while
 * @param skip the whole world stands still for hours
 * @param skew how far a process' clock may be off
 * @param poison a record cannot be processed by a consumer, until that is mended
 * @param turnAway what stands before a provider says no, whatever is asked
 * @param haste how readily time passes although there is something to do
 */
public record Weather(
        int die,
        int stall,
        int lose,
        int hiccup,
        int unacknowledged,
        int uncommitted,
        int kill,
        int rebalance,
        int outage,
        int skip,
        int poison,
        Duration skew,
        int turnAway,
        int haste) {

    /** Absence counts two minutes after a timestamp that lives one: twice this must stay below. */
    private static final Duration LARGEST_SKEW = Duration.ofSeconds(25);

    public static final Weather CALM =
            new Weather(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, 0, 0);

    /** Processes that stop for hours and go on where they stood; nothing else. */
    public static final Weather SLEEPY =
            new Weather(0, 8, 6, 0, 0, 0, 0, 0, 0, 30, 0, Duration.ZERO, 0, 10);

    /** Some of the misfortunes, each more or less often. */
    static Weather stormy(Dice dice) {
        return new Weather(
                some(dice, 30, 300),
                some(dice, 30, 300),
                some(dice, 4, 40),
                some(dice, 10, 100),
                some(dice, 10, 100),
                some(dice, 5, 50),
                some(dice, 20, 200),
                some(dice, 20, 200),
                some(dice, 50, 400),
                dice.oneIn(3) ? dice.between(60, 300) : 0,
                dice.oneIn(3) ? dice.between(20, 100) : 0,
                dice.oneIn(2) ? dice.upTo(LARGEST_SKEW) : Duration.ZERO,
                dice.oneIn(3) ? dice.between(3, 20) : 0,
                dice.between(2, 40));
    }

    private static int some(Dice dice, int often, int seldom) {
        return dice.oneIn(3) ? 0 : dice.between(often, seldom);
    }
}
