package io.sluice.messaging;

import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcPermissionDeniedException;
import io.r2dbc.spi.R2dbcTransientException;
import io.sluice.messaging.access.DatabaseRefusals;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** Tells what passes by itself from what never will. */
public final class Outages {

    /** SQLSTATE classes: connection, invalid transaction state (a server's time-out), rollback, resources, operator intervention, system. */
    private static final Set<String> STATE_CLASSES =
            Set.of("08", "25", "40", "53", "55", "57", "58");

    private static final int CAUSES_LIMIT = 16;

    private Outages() {}

    /**
     * True for a database or broker that is away, busy or slow, or that lets this service do less than
     * it must: to be waited out, without limit. No record is to blame for any of it.
     */
    public static boolean isOutage(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0;
                cause != null && depth < CAUSES_LIMIT;
                depth++, cause = cause.getCause()) {
            if (isTransient(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTransient(@Nullable Throwable cause) {
        return switch (cause) {
            case R2dbcTransientException _,
                    R2dbcNonTransientResourceException _,
                    TransientDataAccessException _,
                    DataAccessResourceFailureException _,
                    CannotCreateTransactionException _,
                    TransactionSystemException _,
                    TimeoutException _,
                    RejectedExecutionException _,
                    RetriableException _,
                    AuthenticationException _,
                    AuthorizationException _,
                    R2dbcPermissionDeniedException _,
                    InterruptedException _,
                    IOException _ ->
                    true;
            case R2dbcException e ->
                    e.getSqlState() != null
                            && e.getSqlState().length() == 5
                            && (STATE_CLASSES.contains(e.getSqlState().substring(0, 2))
                                    || DatabaseRefusals.isRefusal(e.getSqlState()));
            case null, default -> false;
        };
    }
}
