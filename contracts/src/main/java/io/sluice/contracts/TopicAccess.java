package io.sluice.contracts;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which topics a service writes and reads: what the broker's access lists grant it, and no more. Its
 * user and its consumer group have the service's own name.
 *
 * @param writes beside the dead letters of what it reads
 */
public record TopicAccess(String service, Set<String> writes, Set<String> reads) {

    public static final List<TopicAccess> ALL =
            List.of(
                    new TopicAccess(
                            "withdrawal-api", Set.of(Topics.WITHDRAWALS), Set.of(Topics.LEDGER)),
                    new TopicAccess(
                            "ledger-service",
                            Set.of(Topics.LEDGER, Topics.LEDGER_COMMANDS),
                            Set.of(
                                    Topics.WITHDRAWALS,
                                    Topics.LEDGER_COMMANDS,
                                    Topics.PAYOUT_STATUS,
                                    Topics.PAYOUTS)),
                    new TopicAccess(
                            "gateway-adapter",
                            Set.of(Topics.PAYOUTS, Topics.PAYOUT_STATUS),
                            Set.of(Topics.LEDGER, Topics.PAYOUT_STATUS, Topics.PAYOUT_CLAIMS)),
                    new TopicAccess(
                            "webhook-ingest",
                            Set.of(Topics.PAYOUT_STATUS, Topics.PAYOUT_CLAIMS),
                            Set.of(Topics.PAYOUTS)));

    public TopicAccess {
        writes = Set.copyOf(writes);
        reads = Set.copyOf(reads);
    }

    /** What the service of that name may do; empty for any other program. */
    public static Optional<TopicAccess> of(String service) {
        return ALL.stream().filter(access -> access.service().equals(service)).findFirst();
    }

    /** Everything that it writes: a reader sets aside what it cannot process. */
    public Set<String> writesInAll() {
        Set<String> all = new TreeSet<>(writes);
        reads.forEach(topic -> all.add(Topics.deadLetter(topic)));
        return all;
    }
}
