package io.sluice.ledger;

import io.sluice.testing.HouseRules;

import org.junit.jupiter.api.Test;

class HouseRulesTest {

    @Test
    void theLedgerKeepsTheHouseRules() {
        HouseRules.check("io.sluice.ledger");
    }
}
