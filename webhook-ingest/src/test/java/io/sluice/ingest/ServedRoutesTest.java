package io.sluice.ingest;

import io.sluice.testing.ServedRoutes;

import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.server.RouterFunction;

class ServedRoutesTest {

    @Test
    void whatIsServedIsDescribedAndTheOtherWayRound() {
        ServedRoutes.check("webhook-ingest", Ingest.shared().beans(RouterFunction.class));
    }
}
