package io.sluice.withdrawal;

import io.sluice.testing.ServedRoutes;

import org.junit.jupiter.api.Test;

class ServedRoutesTest {

    @Test
    void whatIsServedIsDescribedAndTheOtherWayRound() {
        try (Partner partner = new Partner();
                Api api = Api.start(partner)) {
            ServedRoutes.check("withdrawal-api", api.routers());
        }
    }
}
