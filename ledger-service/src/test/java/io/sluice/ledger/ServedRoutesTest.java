package io.sluice.ledger;

import io.sluice.testing.ServedRoutes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedPlatform.class)
class ServedRoutesTest {

    @Test
    void whatIsServedIsDescribedAndTheOtherWayRound(Platform platform) {
        ServedRoutes.check("ledger-service", platform.routers());
    }
}
