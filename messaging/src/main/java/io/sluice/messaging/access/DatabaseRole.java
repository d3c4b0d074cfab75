package io.sluice.messaging.access;

import io.r2dbc.spi.R2dbcException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;

import java.time.Duration;

/** Asks the database whether it lets this service's own role in. */
final class DatabaseRole {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseRole.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final DatabaseClient database;
    private final String role;

    DatabaseRole(DatabaseClient database, String role) {
        this.database = database;
        this.role = role;
    }

    /**
     * Returns when it does, and when the database is away, which is waited out elsewhere.
     *
     * @throws AccessRefused when role or password are wrong, or the database is another's
     */
    void require() {
        try {
            database.sql("SELECT 1").fetch().first().block(LIMIT);
        } catch (RuntimeException e) {
            R2dbcException refusal = refusalIn(e);
            if (refusal != null) {
                throw new AccessRefused(
                        "PostgreSQL refuses this service's role "
                                + role
                                + ": "
                                + refusal.getMessage(),
                        "Set spring.r2dbc.username and spring.r2dbc.password to the role that is"
                                + " named like the database.",
                        e);
            }
            LOG.info(
                    "PostgreSQL does not answer yet: whether it lets this service in is not known");
        }
    }

    private static @Nullable R2dbcException refusalIn(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof R2dbcException e
                    && DatabaseRefusals.isRefusal(String.valueOf(e.getSqlState()))) {
                return e;
            }
        }
        return null;
    }
}
