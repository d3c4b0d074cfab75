package io.sluice.verification.simulation.service;

import io.sluice.contracts.Envelope;
import io.sluice.gateway.application.Payouts;
import io.sluice.gateway.application.ProviderCalls;
import io.sluice.gateway.domain.Terms;
import io.sluice.ingest.application.Callbacks;
import io.sluice.ledger.application.LedgerStore;
import io.sluice.messaging.BatchHandler;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.Parking;
import io.sluice.verification.simulation.world.Weather;
import io.sluice.withdrawal.application.Operations;
import io.sluice.withdrawal.application.Reviews;
import io.sluice.withdrawal.application.Withdrawals;

import java.time.Clock;
import java.util.function.Consumer;

/**
 * Where a test may plant a bug: each method hands back what it is given, and an oracle that finds
 * nothing when one of them does not is no oracle.
 */
public class Seams {

    /** The services as they are. */
    public static final Seams NONE = new Seams();

    /** What a bug needs that is seldom harmful. */
    public Weather weather(Weather real) {
        return real;
    }

    public BatchHandler handler(String group, BatchHandler real) {
        return real;
    }

    public Parking parking(Parking real) {
        return real;
    }

    /**
     * @param publish to where the ledger's outcomes go
     */
    public LedgerStore ledgerStore(LedgerStore real, Consumer<Envelope<?>> publish) {
        return real;
    }

    public Payouts payouts(Payouts real) {
        return real;
    }

    /** By which a dispatcher tells whether its claims still hold. */
    public Clock clock(Clock real) {
        return real;
    }

    public ProviderCalls calls(ProviderCalls real) {
        return real;
    }

    public Terms terms(Terms real) {
        return real;
    }

    public Callbacks callbacks(Callbacks real) {
        return real;
    }

    public Withdrawals withdrawals(Withdrawals real) {
        return real;
    }

    public Operations operations(Operations real) {
        return real;
    }

    public Reviews reviews(Reviews real) {
        return real;
    }

    /** As it is sent to the broker. */
    public EncodedEvent sent(EncodedEvent real) {
        return real;
    }

    /** Whether offsets are committed before their records are processed. */
    public boolean commitsFirst() {
        return false;
    }

    /** Whether a relay deletes what it has not sent yet. */
    public boolean deletesFirst() {
        return false;
    }
}
