package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.ConnectionFactory;
import io.sluice.ledger.application.LedgerAudit;
import io.sluice.ledger.application.LedgerStore;
import io.sluice.messaging.EventCodec;

/** The adapters as the application has them, for the benchmark. */
public final class Stores {

    private Stores() {}

    public static LedgerStore postgres(ConnectionFactory connections) {
        return new R2dbcLedgerStore(connections, new StoredOutcomes(new EventCodec()));
    }

    public static LedgerAudit audit(ConnectionFactory connections) {
        return new R2dbcAudit(new Reads(connections));
    }
}
