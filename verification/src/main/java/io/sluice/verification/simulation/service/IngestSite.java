package io.sluice.verification.simulation.service;

import io.sluice.contracts.Topics;
import io.sluice.ingest.application.Delivery;
import io.sluice.ingest.application.LinkPayouts;
import io.sluice.ingest.application.PayoutEvents;
import io.sluice.ingest.application.ReceiveCallback;
import io.sluice.messaging.GroupCommit;
import io.sluice.verification.simulation.database.Database;
import io.sluice.verification.simulation.database.OutboxRows;
import io.sluice.verification.simulation.database.ParkedRecords;
import io.sluice.verification.simulation.database.Relay;
import io.sluice.verification.simulation.kafka.Group;
import io.sluice.verification.simulation.kafka.Member;
import io.sluice.verification.simulation.provider.Callbacks;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.Menu;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ingest's callbacks, which its instances share. */
public final class IngestSite {

    private static final String ACCOUNT = "demo";
    private static final Delivery NO_BYTES = new Delivery(Map.of(), new byte[0]);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Site site;
    private final Group group;
    private final OutboxRows outbox = new OutboxRows(Shared.CODEC);
    private final CallbackTable callbacks;
    private final Map<Host, Instance> instances = new HashMap<>();

    public IngestSite(Ground ground) {
        site = Site.on(ground);
        callbacks = new CallbackTable(site.database(), outbox);
        group =
                new Group(
                        ground.world(), ground.broker(), "webhook-ingest", List.of(Topics.PAYOUTS));
    }

    public CallbackTable callbacks() {
        return callbacks;
    }

    public OutboxRows outbox() {
        return outbox;
    }

    public Group group() {
        return group;
    }

    public Database database() {
        return site.database();
    }

    public ParkedRecords parked() {
        return site.parked();
    }

    /** One instance. */
    public Host.Service boot(Host host) {
        Instance instance = new Instance(host);
        instances.put(host, instance);
        return instance;
    }

    /** A callback that arrives at an instance; true once it is durable, false for a 503. */
    public Mono<Boolean> receive(Host host, Callbacks.Heard heard) {
        Instance instance = instances.get(host);
        return instance == null ? Mono.just(false) : instance.receive(heard);
    }

    private final class Instance implements Host.Service {

        private final Member member;
        private final Relay relay;
        private final ReceiveCallback receiveCallback;

        Instance(Host host) {
            io.sluice.ingest.application.Callbacks seen =
                    site.seams().callbacks(callbacks.seenFrom(host));
            receiveCallback =
                    new ReceiveCallback(
                            seen,
                            host.clock(),
                            host.world().dice(),
                            new GroupCommit.Bounds(16, 100, GroupCommit.Company.UNWANTED),
                            PATIENCE);
            member = site.consume(host, group, new PayoutEvents(new LinkPayouts(seen)));
            relay = site.relay(host, outbox);
        }

        Mono<Boolean> receive(Callbacks.Heard heard) {
            return receiveCallback
                    .receive(heard.provider(), ACCOUNT, heard.reading(), NO_BYTES)
                    .thenReturn(true)
                    .onErrorReturn(false);
        }

        @Override
        public void offer(Menu menu) {
            member.offer(menu);
            relay.offer(menu);
        }

        @Override
        public void gone() {
            member.leave();
        }
    }
}
