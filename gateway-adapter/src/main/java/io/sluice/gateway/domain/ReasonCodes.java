package io.sluice.gateway.domain;

import java.util.Set;

/** ISO 20022 reason codes, as far as they decide anything here. */
public final class ReasonCodes {

    /** The destination cannot be paid, whoever tries. */
    private static final Set<String> DESTINATION =
            Set.of(
                    "AC01", "AC03", "AC04", "AC06", "AG01", "BE04", "MD07", "RC01", "RR01", "RR02",
                    "RR03", "RR04");

    /** Says that the payment is there already: never a refusal. */
    private static final String DUPLICATION = "AM05";

    private ReasonCodes() {}

    public static boolean aboutDestination(String code) {
        return DESTINATION.contains(code);
    }

    /** The refusal speaks of a twin: the money may be on its way, so this is a doubt. */
    public static boolean speaksOfTwin(String code) {
        return DUPLICATION.equals(code);
    }
}
