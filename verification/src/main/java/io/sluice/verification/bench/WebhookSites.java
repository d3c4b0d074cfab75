package io.sluice.verification.bench;

import io.sluice.verification.RunningPlatform;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Applications like {@code Sandbox}, each with an endpoint, and what the database knows of them. */
final class WebhookSites implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String KEY = "bench-";
    private final int count;
    private final Connection database;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    WebhookSites(int count, String databasePassword) {
        this.count = count;
        try {
            database =
                    DriverManager.getConnection(
                            "jdbc:postgresql://localhost:%d/withdrawal_api"
                                    .formatted(RunningPlatform.port(15432)),
                            "postgres",
                            databasePassword);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        for (int site = 0; site < count; site++) {
            add(site);
        }
        execute("SELECT nextval('directory_version')");
    }

    private void add(int site) {
        execute(
                """
                INSERT INTO application (application_key, merchant_id, balance_model, processing,
                  separate_trace_id, default_gateway, route, currencies, countries,
                  review_expiry_seconds, allowed_addresses, notification_style, event_types)
                SELECT '%1$s', merchant_id, balance_model, processing, separate_trace_id,
                  default_gateway, route, currencies, countries, review_expiry_seconds,
                  allowed_addresses, notification_style, event_types
                FROM application WHERE application_key = 'Sandbox';
                INSERT INTO api_key (key_hash, application_key) VALUES ('\\x%2$s', '%1$s')
                """
                        .formatted(KEY + site, hash(apiKey(site))));
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String apiKey(int site) {
        return "sk_test_bench_" + site;
    }

    /** As the partner does; answers the new secret. */
    String point(int site, String url) {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://localhost:"
                                                + RunningPlatform.port(8080)
                                                + "/external/site/webhook-config"))
                        .timeout(LIMIT)
                        .header("Authorization", "Bearer " + apiKey(site))
                        .header("Content-Type", "application/json")
                        .PUT(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"webhookUrl\":\"" + url + "\",\"rotateSecret\":true}"))
                        .build();
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            HttpResponse<String> answer = send(request);
            if (answer.statusCode() == 200) {
                JsonNode shown = JsonMapper.shared().readTree(answer.body());
                return shown.path("webhookSecret").asString();
            }
            // The new application is known to the service within half a second.
            if (System.nanoTime() > end) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Puts so many events of each site into the queue, in one commit. */
    void queue(int each) {
        execute(
                """
                WITH ids AS MATERIALIZED (
                  SELECT site, gen_random_uuid() AS id, gen_random_uuid() AS about
                  FROM generate_series(1, %d), generate_series(0, %d) site
                ), made AS (
                  INSERT INTO partner_event (event_id, application_key, withdrawal_id, sequence,
                    event_type, occurred_at, body)
                  SELECT id, 'bench-' || site, about, 1, 'withdrawal.created', now(),
                    '{"eventId":"' || id || '","eventType":"withdrawal.created","occurredAt":'
                    '"2026-04-28T13:00:00.000Z","sequence":1,"withdrawal":{"id":"' || about || '",'
                    '"referenceNo":"W-2026-0000001","withdrawalRequestId":756850,'
                    '"externalUserId":"user-12345","amount":"250000","currency":"TRY",'
                    '"status":"PENDING_REVIEW","sentAmount":"0","releasedAmount":"0",'
                    '"returnedAmount":"0","rejectedReason":null}}'
                  FROM ids
                  RETURNING event_id, application_key, withdrawal_id)
                INSERT INTO webhook_delivery (event_id, application_key, withdrawal_id, sequence)
                SELECT event_id, application_key, withdrawal_id, 1 FROM made
                """
                        .formatted(each, count - 1));
    }

    /** Deliveries still to be made, of the first so many sites, ten at most. */
    long waiting(int sites) {
        String found =
                rows("""
                                SELECT count(*) FROM webhook_delivery
                                WHERE status IN ('PENDING', 'FAILED')
                                  AND application_key ~ '^bench-[0-%d]$'
                                """
                                .formatted(sites - 1))
                        .keySet()
                        .iterator()
                        .next();
        return Long.parseLong(found);
    }

    /** When each event's transaction began, in microseconds since the epoch. */
    Map<String, String> stored() {
        return rows(
                """
                SELECT event_id, (extract(epoch FROM created_at) * 1000000)::bigint
                FROM partner_event WHERE application_key LIKE 'bench-%'
                """);
    }

    /** Between two rounds: what the sick endpoints did not take, and all that is done. */
    void clear() {
        execute(
                "TRUNCATE webhook_delivery, webhook_attempt, partner_event; VACUUM ANALYZE webhook_delivery");
    }

    private void execute(String sql) {
        try (Statement statement = database.createStatement()) {
            for (String each : sql.split(";\\s*", -1)) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column to the last. */
    private Map<String, String> rows(String sql) {
        Map<String, String> rows = new HashMap<>();
        try (Statement statement = database.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            int last = found.getMetaData().getColumnCount();
            while (found.next()) {
                rows.put(found.getString(1), found.getString(last));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
