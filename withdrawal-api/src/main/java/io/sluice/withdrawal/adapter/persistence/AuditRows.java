package io.sluice.withdrawal.adapter.persistence;

import static io.sluice.withdrawal.adapter.persistence.WithdrawalRow.value;

import io.sluice.withdrawal.application.Reviews.AuditEntry;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;

/** Who did what and why, in the transaction that does it. */
final class AuditRows {

    private final DatabaseClient database;

    AuditRows(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> note(String operator, String action, String subject, @Nullable String reason) {
        var statement =
                database.sql(
                                """
                                INSERT INTO audit_entry (operator, action, subject, reason)
                                VALUES (:operator, :action, :subject, :reason)
                                """)
                        .bind("operator", operator)
                        .bind("action", action)
                        .bind("subject", subject);
        return (reason == null
                        ? statement.bindNull("reason", String.class)
                        : statement.bind("reason", reason))
                .then();
    }

    /** Newest first. */
    Mono<List<AuditEntry>> list(@Nullable String subject, @Nullable Long before, int most) {
        String where =
                (subject == null ? "" : " AND subject = :subject")
                        + (before == null ? "" : " AND id < :before");
        DatabaseClient.GenericExecuteSpec statement =
                database.sql(
                                "SELECT id, at, operator, action, subject, reason FROM audit_entry WHERE true"
                                        + where
                                        + " ORDER BY id DESC LIMIT :most")
                        .bind("most", most);
        statement = subject == null ? statement : statement.bind("subject", subject);
        statement = before == null ? statement : statement.bind("before", before);
        return statement
                .map(
                        (row, _) ->
                                new AuditEntry(
                                        value(row, "id", Long.class),
                                        value(row, "at", Instant.class),
                                        value(row, "operator", String.class),
                                        value(row, "action", String.class),
                                        value(row, "subject", String.class),
                                        row.get("reason", String.class)))
                .all()
                .collectList();
    }
}
