package io.sluice.verification.chaos;

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
import java.util.concurrent.locks.LockSupport;

/** HTTP as operators, partners and whoever watches use it; ports as they usually are. */
final class Outside {

    static final String OPERATOR = "operator-demo-token";
    static final String OTHER_OPERATOR = "operator-demo-token-2";
    static final String PARTNER = "sk_test_demo_c2x1aWNlLWRlbW8ta2V5";

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Of an answer about all that has happened. */
    private static final Duration LONG_LIMIT = Duration.ofMinutes(3);

    private static final int TRIES = 30;
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    /** What came back; status 0: nothing did. */
    record Answer(int status, String body) {

        boolean isOk() {
            return status / 100 == 2;
        }

        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    /** Asks again until it is answered with success, which after the chaos must come. */
    JsonNode get(int port, String path, String token) {
        Answer answer = new Answer(0, "");
        for (int i = 0; i < TRIES; i++) {
            answer = send(request(port, path, token).timeout(LONG_LIMIT).GET());
            if (answer.isOk()) {
                return answer.json();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new IllegalStateException(path + ": " + answer);
    }

    Answer post(int port, String path, String token, String body) {
        return send(
                request(port, path, token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer put(int port, String path, String token, String body) {
        return send(
                request(port, path, token)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** As a partner opens a withdrawal. */
    Answer open(int port, String key, String body) {
        return send(
                request(port, "/external/withdrawals", PARTNER)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(int port, String path, String token) {
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RunningPlatform.port(port) + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            return new Answer(0, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
