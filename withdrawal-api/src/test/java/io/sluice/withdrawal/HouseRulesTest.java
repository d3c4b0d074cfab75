package io.sluice.withdrawal;

import io.sluice.testing.HouseRules;

import org.junit.jupiter.api.Test;

class HouseRulesTest {

    @Test
    void theServiceKeepsTheHouseRules() {
        HouseRules.check("io.sluice.withdrawal");
    }
}
