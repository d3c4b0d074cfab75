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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** What an operator does and asks around a benchmark. */
final class BenchOperator {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int AT_ONCE = 64;
    private static final long FUNDS = 1_000_000_000_000L;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What left through a provider. */
    record Paid(long count, long amount) {}

    /** Enough for any run, in TRY. */
    void fund(String... users) {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<JsonNode>> credits =
                    Stream.of(users).map(user -> (Callable<JsonNode>) () -> fund(user)).toList();
            for (Future<JsonNode> credit : threads.invokeAll(credits)) {
                credit.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("funding", e);
        }
    }

    private JsonNode fund(String user) {
        String credit =
                """
                {"merchantId":"Test-Integration-Merchant","externalUserId":"%s","currency":"TRY",
                "amount":"%d","reference":"bench-%s"}"""
                        .formatted(user, FUNDS, user);
        return send(to(8081, "/ledger/credits").POST(HttpRequest.BodyPublishers.ofString(credit)));
    }

    /** Where the application's webhooks go from now on. */
    void tell(String application, String url) {
        send(
                to(8080, "/operator/applications/" + application)
                        .PUT(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"webhookUrl\":\"" + url + "\"}")));
    }

    /** A new application, set up so. */
    String application(String settings) {
        return send(to(8080, "/operator/applications")
                        .POST(HttpRequest.BodyPublishers.ofString(settings)))
                .path("apiKey")
                .asString();
    }

    Paid paid() {
        long count = 0;
        long amount = 0;
        for (JsonNode paid : send(to(8090, "/sandbox/paid").GET())) {
            count++;
            amount += Long.parseLong(paid.path("amount").asString());
        }
        return new Paid(count, amount);
    }

    /** Debits less credits over all currencies: 0. */
    long difference() {
        long difference = 0;
        for (JsonNode currency : send(to(8081, "/ledger/trial-balance").GET())) {
            difference += Math.abs(Long.parseLong(currency.path("difference").asString()));
        }
        return difference;
    }

    private static HttpRequest.Builder to(int port, String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RunningPlatform.port(port) + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer operator-demo-token")
                .header("Content-Type", "application/json");
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        answer.request().uri() + ": " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
