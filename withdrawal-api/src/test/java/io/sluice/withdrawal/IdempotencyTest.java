package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** One key, one withdrawal, one answer. */
@ExtendWith(Stage.Shared.class)
class IdempotencyTest {

    private static final String V7 = "0190a8c0-5b7e-7c3d-9f2a-1b2c3d4e5f60";

    private static String key() {
        return UUID.randomUUID().toString();
    }

    @Test
    void theKeyIsRequiredAndAUuidOfVersion4Or7BareOrQuoted(Stage stage) {
        Tenant tenant = stage.tenant();
        String body = Api.body("user-1", "100");
        for (String bad :
                List.of(
                        "",
                        "1",
                        "\"",
                        V7 + V7,
                        V7.replace("-7c", "-1c"),
                        V7.replace("-9f", "-1f"))) {
            Api.Answer answer = tenant.post(bad, body);
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.at("error")).isEqualTo("validation_failed");
            assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("Idempotency-Key");
        }
        HttpRequest.Builder bare =
                stage.api()
                        .request("/external/withdrawals")
                        .header("Authorization", "Bearer " + tenant.apiKey())
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        assertThat(Api.send(bare).status()).isEqualTo(400);
        HttpRequest.Builder twice = bare.copy().header("Idempotency-Key", key());
        assertThat(Api.send(twice.header("Idempotency-Key", key())).status()).isEqualTo(400);

        String first = tenant.post(V7, body).at("withdrawalId");
        assertThat(tenant.post('"' + V7.toUpperCase(Locale.ROOT) + '"', body).at("withdrawalId"))
                .isEqualTo(first);
        assertThat(stage.tenant().post(V7, body).at("withdrawalId"))
                .as("another application's key is another key")
                .isNotEqualTo(first);
    }

    @Test
    void aReplayIsTheFirstAnswerStatusAndBytesForMoreThanADay(Stage stage) {
        Tenant tenant = stage.tenant();
        String key = key();
        Api.Answer first = tenant.post(key, Api.body("user-1", "250000"));
        stage.api()
                .execute(
                        "UPDATE idempotency_key SET created_at = now() - interval '8 days' WHERE"
                                + " idempotency_key = '"
                                + key
                                + "'");
        Api.Answer again = tenant.post(key, Api.body("user-1", "\"250000\""));

        assertThat(first.header("idempotent-replayed")).isEmpty();
        assertThat(again.status()).isEqualTo(first.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("location")).isEqualTo(first.header("location"));
        assertThat(again.header("idempotent-replayed")).isEqualTo("true");
    }

    @Test
    void anotherBodyUnderTheKeyIsRefusedEvenOneThatIsNoWithdrawal(Stage stage) {
        Tenant tenant = stage.tenant();
        String key = key();
        tenant.post(key, Api.body("user-1", "100"));
        tenant.set("{\"maxAmount\":\"50\"}");

        for (String other :
                List.of(
                        Api.body("user-1", "101"),
                        Api.body("user-2", "100"),
                        Api.body("user-1", "-1"),
                        "{}",
                        "no json")) {
            Api.Answer answer = tenant.post(key, other);
            assertThat(answer.status()).as(other).isEqualTo(409);
            assertThat(answer.at("error")).isEqualTo("idempotency_key_reuse_with_different_body");
        }
        assertThat(tenant.post(key, Api.body("user-1", "100")).status())
                .as("settings that changed meanwhile do not unmake it")
                .isEqualTo(201);
        assertThat(tenant.post(key(), Api.body("user-1", "100")).status()).isEqualTo(400);
    }

    @Test
    void aRefusedRequestLeavesItsKeyFree(Stage stage) {
        Tenant tenant = stage.tenant("{\"maxAmount\":\"99\"}");
        String key = key();

        assertThat(tenant.post(key, Api.body("user-1", "100")).status()).isEqualTo(400);
        assertThat(tenant.post(key, Api.body("user-1", "99")).status()).isEqualTo(201);
    }

    @Test
    void whileTheFirstCallRunsTheSecondIsToldSo(Stage stage) throws Exception {
        Tenant tenant = stage.tenant();
        String key = key();
        String body = Api.body("user-1", "100");
        List<CompletableFuture<Api.Answer>> calls;
        try (Connection blocker = blocked(stage)) {
            calls =
                    Stream.generate(() -> Async.call(() -> tenant.post(key, body)))
                            .limit(2)
                            .toList();
            Await.until(
                    () -> "one of two is answered",
                    () -> calls.stream().anyMatch(CompletableFuture::isDone));
            Api.Answer second =
                    calls.stream()
                            .filter(CompletableFuture::isDone)
                            .findFirst()
                            .orElseThrow()
                            .join();
            assertThat(second.status()).isEqualTo(409);
            assertThat(second.at("error")).isEqualTo("duplicate_idempotency_key");
            assertThat(second.header("retry-after")).isEqualTo("1");
            blocker.rollback();
        }

        assertThat(calls.stream().map(CompletableFuture::join).map(Api.Answer::status))
                .containsExactlyInAnyOrder(201, 409);
        assertThat(tenant.post(key, body).header("idempotent-replayed")).isEqualTo("true");
    }

    @Test
    void aCallWhoseCallerHungUpStillRuns(Stage stage) throws Exception {
        Tenant tenant = stage.tenant();
        String key = key();
        String body = Api.body("user-1", "100");
        URI uri = URI.create(stage.api().base());
        try (Connection blocker = blocked(stage);
                Socket one = new Socket(uri.getHost(), uri.getPort());
                Socket other = new Socket(uri.getHost(), uri.getPort())) {
            write(one, tenant, key, body);
            write(other, tenant, key, body);
            Await.until(() -> "one is answered 409", () -> isAnswered(one) || isAnswered(other));
            hangUp(one);
            hangUp(other);

            assertThat(tenant.post(key, body).at("error")).isEqualTo("duplicate_idempotency_key");
            blocker.rollback();
        }
        Await.until(
                () -> "the first answer, which nobody heard",
                () -> tenant.post(key, body).header("idempotent-replayed").equals("true"));
    }

    private static void write(Socket socket, Tenant tenant, String key, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head =
                """
                POST /external/withdrawals HTTP/1.1
                Host: localhost
                Authorization: Bearer %s
                Idempotency-Key: %s
                Content-Type: application/json
                Content-Length: %d

                """
                        .formatted(tenant.apiKey(), key, bytes.length);
        OutputStream out = socket.getOutputStream();
        out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.flush();
    }

    private static void hangUp(Socket socket) throws IOException {
        socket.close();
    }

    private static boolean isAnswered(Socket socket) {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds up every commit of the service until it ends. */
    private static Connection blocked(Stage stage) throws SQLException {
        var database = stage.api().database();
        Connection blocker =
                DriverManager.getConnection(
                        database.jdbcUrl(), database.user(), database.password());
        blocker.setAutoCommit(false);
        try (var statement = blocker.createStatement()) {
            statement.execute("SET idle_in_transaction_session_timeout = 0");
            statement.execute("LOCK TABLE withdrawal IN SHARE MODE");
        }
        return blocker;
    }

    @Test
    void aCommitThatFailsLeavesNothingPending(Stage stage) throws Exception {
        Tenant tenant = stage.tenant();
        String key = key();
        CompletableFuture<Api.Answer> first;
        try (Connection blocker = blocked(stage)) {
            first = Async.call(() -> tenant.post(key, Api.body("user-1", "100")));
            Await.until(
                    () -> "the commit is cut off",
                    () ->
                            stage.api()
                                    .query(
                                            """
                                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                                            WHERE wait_event_type = 'Lock' AND query ILIKE '%INSERT INTO withdrawal%'
                                              AND usename = current_user
                                            """)
                                    .contains("t"));
            assertThat(first.join().status()).isEqualTo(503);
            blocker.rollback();
        }
        Api.Answer again = tenant.post(key, Api.body("user-1", "100"));
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("idempotent-replayed")).isEmpty();
    }
}
