package io.sluice.ingest;

import io.sluice.testing.HouseRules;

import org.junit.jupiter.api.Test;

final class HouseRulesTest {

    @Test
    void theRoomsKeepTheHouseRules() {
        HouseRules.check("io.sluice.ingest");
    }
}
