package io.sluice.ledger.domain;

import java.util.UUID;

/** The id of an account, derived from what the account is. */
public record AccountId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
