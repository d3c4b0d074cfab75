package io.sluice.verification.simulation;

import io.sluice.contracts.Topics;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.Parking;
import io.sluice.verification.simulation.service.Seams;

import reactor.core.publisher.Mono;

import java.util.Map;

/** Bugs in how records are sent, read and set aside. */
final class StreamBugs {

    private StreamBugs() {}

    static final class CommitsOffsetsFirst extends Seams {

        @Override
        public boolean commitsFirst() {
            return true;
        }
    }

    static final class DeletesOutboxRowsFirst extends Seams {

        @Override
        public boolean deletesFirst() {
            return true;
        }
    }

    static final class SpreadsFactsByPayout extends Seams {

        @Override
        public EncodedEvent sent(EncodedEvent real) {
            if (!real.topic().equals(Topics.PAYOUT_STATUS)) {
                return real;
            }
            int other = Math.floorMod(real.key().hashCode(), Topics.PARTITIONS);
            return new EncodedEvent(
                    real.topic(), other, real.key(), real.headers(), real.payload());
        }
    }

    static final class ForgetsParking extends Seams {

        @Override
        public Parking parking(Parking real) {
            return Instead.of(Parking.class, real, "openDeadLetters", _ -> Mono.just(Map.of()));
        }
    }
}
