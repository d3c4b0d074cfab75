package io.sluice.ingest;

import io.sluice.testing.Infrastructure;
import io.sluice.testing.ServedRoutes;

import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.server.RouterFunction;

class ServedRoutesTest {

    @Test
    void whatIsServedIsDescribedAndTheOtherWayRound() {
        try (Ingest ingest = Ingest.start(Infrastructure.database("routes"))) {
            ServedRoutes.check("webhook-ingest", ingest.beans(RouterFunction.class));
        }
    }
}
