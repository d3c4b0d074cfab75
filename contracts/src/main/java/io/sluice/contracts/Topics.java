package io.sluice.contracts;

import java.util.List;

/** The topics, all of {@value #PARTITIONS} partitions; a dead-letter topic stands beside each. */
public final class Topics {

    public static final String WITHDRAWALS = "withdrawals.v1";
    public static final String LEDGER_COMMANDS = "ledger-commands.v1";
    public static final String LEDGER = "ledger.v1";
    public static final String PAYOUT_STATUS = "payout-status.v1";
    public static final String PAYOUT_CLAIMS = "payout-claims.v1";
    public static final String PAYOUTS = "payouts.v1";

    public static final List<String> ALL =
            List.of(WITHDRAWALS, LEDGER_COMMANDS, LEDGER, PAYOUT_STATUS, PAYOUT_CLAIMS, PAYOUTS);

    public static final int PARTITIONS = 12;
    public static final int RETENTION_DAYS = 30;

    private Topics() {}

    /** Where records of the topic go that can never be processed. */
    public static String deadLetter(String topic) {
        return topic + ".dlt";
    }
}
