package io.sluice.withdrawal.application;

import java.util.List;

/** Counts what happens to withdrawals, for those who watch the whole. */
@FunctionalInterface
public interface EventWatch {

    /** These events are committed. Never blocks, never throws. */
    void published(List<Opening.PublishedEvent> events);
}
