package io.sluice.ledger.bench;

import io.sluice.ledger.application.LedgerStore;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.Loaded;
import io.sluice.ledger.domain.Reach;

import reactor.core.publisher.Mono;

import java.sql.SQLException;
import java.util.function.Function;

/**
 * Does all the work of sealing twice, when told to: what that costs is what sealing costs. The
 * second row is written by a trigger, which fires in both cases, so that it costs nothing itself.
 */
final class SealTwin implements LedgerStore {

    private final LedgerStore store;
    private final BenchDatabase database;
    private volatile boolean isTwice;

    SealTwin(LedgerStore store, BenchDatabase database) throws SQLException {
        this.store = store;
        this.database = database;
        database.execute(
                "ledger",
                """
                CREATE TABLE seal_twin (LIKE seal INCLUDING ALL);
                CREATE TABLE seal_switch (is_on boolean);
                INSERT INTO seal_switch VALUES (false);
                CREATE FUNCTION seal_again() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  INSERT INTO seal_twin SELECT added.* FROM added, seal_switch WHERE is_on;
                  RETURN NULL;
                END
                $$;
                CREATE TRIGGER seal_again AFTER INSERT ON seal REFERENCING NEW TABLE AS added
                  FOR EACH STATEMENT EXECUTE FUNCTION seal_again();
                ALTER TABLE seal DISABLE TRIGGER seal_again;
                """);
    }

    /** Puts the trigger there, or takes it away: it is not there for any other figure. */
    void attach(boolean isThere) throws SQLException {
        database.execute(
                "ledger",
                "ALTER TABLE seal " + (isThere ? "ENABLE" : "DISABLE") + " TRIGGER seal_again");
    }

    void twice(boolean newIsTwice) throws SQLException {
        isTwice = newIsTwice;
        database.execute("ledger", "UPDATE seal_switch SET is_on = " + newIsTwice);
    }

    @Override
    public Mono<Decision> commit(Reach reach, Function<Loaded, Decision> decide) {
        return store.commit(
                reach,
                loaded -> {
                    Decision decision = decide.apply(loaded);
                    if (isTwice) {
                        PortWorkload.hash(decision);
                    }
                    return decision;
                });
    }
}
