package io.sluice.ledger;

import io.sluice.testing.ServedRoutes;

import org.junit.jupiter.api.Test;

class ServedRoutesTest {

    @Test
    void whatIsServedIsDescribedAndTheOtherWayRound() {
        try (Platform platform = new Platform()) {
            ServedRoutes.check("ledger-service", platform.routers());
        }
    }
}
