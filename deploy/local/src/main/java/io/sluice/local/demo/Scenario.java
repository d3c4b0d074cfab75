package io.sluice.local.demo;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A withdrawal whose outcome the last two digits of its amount choose at the sandbox, and all that
 * must be true once it is over.
 *
 * @param webhooks what the partner hears, in order
 * @param totals of the withdrawal's JSON
 * @param entries how many entries of each kind the ledger has; two for each posting
 * @param paid what really left, if anything
 * @param walletChange what the user has less, or more
 */
record Scenario(
        String title,
        long amount,
        String status,
        Optional<String> rejectedReason,
        List<String> webhooks,
        Map<String, Long> totals,
        Map<String, Integer> entries,
        Optional<Payment> paid,
        long walletChange) {

    /** What the provider paid, and what of it came back. */
    record Payment(long amount, long returnedAmount) {}

    static final Scenario SENT =
            new Scenario(
                    "sent",
                    250_000,
                    "SENT",
                    Optional.empty(),
                    List.of("withdrawal.created", "withdrawal.sent"),
                    Map.of("sentAmount", 250_000L, "releasedAmount", 0L, "returnedAmount", 0L),
                    Map.of("RESERVE", 2, "SETTLE", 2),
                    Optional.of(new Payment(250_000, 0)),
                    -250_000);

    static final Scenario REJECTED =
            new Scenario(
                    "rejected by the bank, the reserve is released",
                    250_002,
                    "REJECTED",
                    Optional.of("AC04"),
                    List.of("withdrawal.created", "withdrawal.rejected"),
                    Map.of("sentAmount", 0L, "releasedAmount", 250_002L, "returnedAmount", 0L),
                    Map.of("RESERVE", 2, "RELEASE", 2),
                    Optional.empty(),
                    0);

    static final Scenario RETURNED =
            new Scenario(
                    "sent, and returned whole two seconds later",
                    250_004,
                    "RETURNED",
                    Optional.empty(),
                    List.of("withdrawal.created", "withdrawal.sent", "withdrawal.returned"),
                    Map.of(
                            "sentAmount",
                            250_004L,
                            "releasedAmount",
                            0L,
                            "returnedAmount",
                            250_004L),
                    Map.of("RESERVE", 2, "SETTLE", 2, "RETURN", 2),
                    Optional.of(new Payment(250_004, 250_004)),
                    0);

    static final Scenario REFUSED =
            new Scenario(
                    "refused, the wallet has too little",
                    250_000,
                    "REJECTED",
                    Optional.of("insufficient_funds"),
                    List.of("withdrawal.created", "withdrawal.rejected"),
                    Map.of("sentAmount", 0L, "returnedAmount", 0L),
                    Map.of(),
                    Optional.empty(),
                    0);

    String lastWebhook() {
        return webhooks.getLast();
    }
}
