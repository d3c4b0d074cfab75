package io.sluice.sandbox.control;

import java.util.stream.Stream;

/** A provider's side of the list of what was really paid. */
public interface PaidSource {

    /** What was paid of payouts accepted after the given sequence number, in that order. */
    Stream<Paid> paidAfter(long sequence);

    /** The same in sums, of all that were ever accepted. */
    Stream<Totals.Total> totals();

    /** How many payouts there are, paid or not. */
    long count();

    /** Whether the journal takes what it is given. */
    boolean healthy();
}
