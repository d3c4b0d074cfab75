package io.sluice.local.service;

import io.sluice.local.security.Security;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Whether an instance says of itself that it can do its work. */
public final class ServiceReadiness {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Security security;
    private final HttpClient http;

    public ServiceReadiness(Security security) {
        this.security = security;
        this.http = security.httpClient().connectTimeout(LIMIT).build();
    }

    public boolean isReady(Service service, int port) {
        URI readiness = service.at(security, port).resolve("/actuator/health/readiness");
        HttpRequest request = HttpRequest.newBuilder(readiness).timeout(LIMIT).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
