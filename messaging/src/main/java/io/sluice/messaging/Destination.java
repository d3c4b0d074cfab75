package io.sluice.messaging;

import org.jspecify.annotations.Nullable;

/**
 * Where the money goes, in clear. Personal data: its text form shows nothing of it.
 *
 * @param iban electronic format: no spaces, upper case
 */
public record Destination(String iban, String holderName, @Nullable String userLabel) {

    /** The IBAN's country, ISO 3166-1 alpha-2. */
    public String country() {
        return iban.substring(0, 2);
    }

    @Override
    public String toString() {
        return "Destination[" + country() + ", withheld]";
    }
}
