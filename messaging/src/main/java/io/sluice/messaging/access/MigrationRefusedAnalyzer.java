package io.sluice.messaging.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

import java.sql.SQLException;

/** Says why the migrations, which are the first to ask the database, cannot be run. */
final class MigrationRefusedAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    private final Environment environment;

    MigrationRefusedAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        String user = environment.getProperty("spring.flyway.user", "unknown");
        String message = firstLine(failure);
        if (DatabaseRefusals.isRefusal(state)) {
            return new FailureAnalysis(
                    "PostgreSQL refuses the migrations' role " + user + ": " + message,
                    "Set spring.flyway.user and spring.flyway.password to the role that owns the"
                            + " database.",
                    failure);
        }
        if (state.startsWith(DatabaseRefusals.CONNECTION_CLASS)) {
            return new FailureAnalysis(
                    "PostgreSQL does not answer the migrations' role " + user + ": " + message,
                    "Start the database, or set spring.flyway.url to where it is.",
                    failure);
        }
        return null;
    }

    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
