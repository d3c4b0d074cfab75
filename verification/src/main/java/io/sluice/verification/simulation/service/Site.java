package io.sluice.verification.simulation.service;

import io.sluice.messaging.BatchConsumer;
import io.sluice.messaging.BatchConsumers;
import io.sluice.messaging.BatchHandler;
import io.sluice.verification.simulation.database.Database;
import io.sluice.verification.simulation.database.OutboxRows;
import io.sluice.verification.simulation.database.ParkedRecords;
import io.sluice.verification.simulation.database.Relay;
import io.sluice.verification.simulation.kafka.Broker;
import io.sluice.verification.simulation.kafka.Group;
import io.sluice.verification.simulation.kafka.Member;
import io.sluice.verification.simulation.world.Host;

/**
 * What every instance of a service stands on.
 *
 * @param database shared by the service's instances
 */
record Site(Ground ground, Database database, ParkedRecords parked) {

    static Site on(Ground ground) {
        Database database = new Database(ground.world());
        return new Site(ground, database, new ParkedRecords(database));
    }

    Seams seams() {
        return ground.seams();
    }

    Broker broker() {
        return ground.broker();
    }

    /** What publishes an instance's outbox. */
    Relay relay(Host host, OutboxRows outbox) {
        return new Relay(host, database, outbox, broker(), seams().deletesFirst());
    }

    /** Takes part in a group with the real consumer. */
    Member consume(Host host, Group group, BatchHandler handler) {
        BatchConsumer consumer =
                new BatchConsumers(
                                Shared.CODEC,
                                broker().publisher(host),
                                seams().parking(parked.seenFrom(host)))
                        .consumer(
                                group.name(),
                                ground.poison()
                                        .in(group.name(), seams().handler(group.name(), handler)));
        return group.join(host, consumer, seams().commitsFirst());
    }
}
