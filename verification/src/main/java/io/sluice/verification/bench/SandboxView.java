package io.sluice.verification.bench;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What the sandbox says was really paid. */
public final class SandboxView {

    public static final String PIENTEGRA_KEY = "sk_sandbox_sluice_ZGVtby1vdXRib3VuZC1rZXk";
    public static final String WITHDRAWALS = "/pientegra/api/v1/external/withdrawals";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final int port;

    public SandboxView(int port) {
        this.port = port;
    }

    /** Count and sum in minor units. */
    public record Total(long count, long amount) {

        public Total minus(Total earlier) {
            return new Total(count - earlier.count, amount - earlier.amount);
        }
    }

    /** By provider, over all currencies. */
    public Map<String, Total> totals() {
        Map<String, Total> totals = new TreeMap<>();
        for (JsonNode row : get("/sandbox/paid/totals")) {
            totals.merge(
                    row.path("provider").asString(),
                    new Total(
                            row.path("count").asLong(),
                            Long.parseLong(row.path("amount").asString())),
                    (a, b) -> new Total(a.count() + b.count(), a.amount() + b.amount()));
        }
        return totals;
    }

    /** When Pientegra took it, to the millisecond. */
    Instant acceptedAt(String reference) {
        return Instant.parse(get(WITHDRAWALS + "/" + reference).path("createdAt").asString());
    }

    private JsonNode get(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .header("Authorization", "Bearer " + PIENTEGRA_KEY)
                        .timeout(Duration.ofSeconds(10))
                        .build();
        try {
            return JsonMapper.shared()
                    .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
