package io.sluice.local.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Whether an instance says of itself that it can do its work. */
public final class ServiceReadiness {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(LIMIT)
                    .build();

    private ServiceReadiness() {}

    public static boolean isReady(int port) {
        URI readiness = URI.create("http://localhost:" + port + "/actuator/health/readiness");
        HttpRequest request = HttpRequest.newBuilder(readiness).timeout(LIMIT).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
