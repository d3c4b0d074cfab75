package io.sluice.ledger.domain;

import io.sluice.contracts.LedgerCommand.QuarantineResolved;

import java.util.HashSet;
import java.util.UUID;

/** Closing what operators have looked at. */
final class QuarantineRules {

    private static final int OPERATORS_NEEDED = 2;

    private QuarantineRules() {}

    static void resolved(Docket docket, QuarantineResolved resolved) {
        QuarantineId id = new QuarantineId(UUID.fromString(resolved.quarantineId()));
        if (!docket.books().isQuarantined(id)) {
            throw new Refusal("quarantineId: unknown (expected: one of the withdrawal's)");
        }
        if (new HashSet<>(resolved.approvedBy()).size() < OPERATORS_NEEDED) {
            throw new Refusal(
                    "approvedBy: "
                            + resolved.approvedBy().size()
                            + " (expected: two different operators)");
        }
        docket.resolve(
                new Resolution(
                        id, resolved.approvedBy(), resolved.resolution(), docket.bookedAt()));
    }
}
