package io.sluice.withdrawal;

import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens to a withdrawal's Server-Sent Events, as a partner's program does. */
final class Listener implements AutoCloseable {

    record Event(String id, String type, String data) {}

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpResponse<java.io.InputStream> response;
    private volatile boolean ended;

    private Listener(HttpRequest request) {
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (response.statusCode() != 200
                || !response.headers()
                        .firstValue("content-type")
                        .orElse("")
                        .startsWith("text/event-stream")) {
            throw new AssertionError(response.toString());
        }
        Thread.ofVirtual().start(this::read);
    }

    static Listener to(Api api, Tenant tenant, WithdrawalId id, @Nullable String lastEventId) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(api.base() + "/external/withdrawals/" + id + "/events"))
                        .header("Authorization", "Bearer " + tenant.apiKey());
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return new Listener(request.build());
    }

    private void read() {
        String id = "";
        String type = "";
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    id = line.substring(3);
                } else if (line.startsWith("event:")) {
                    type = line.substring(6);
                } else if (line.startsWith("data:")) {
                    events.add(new Event(id, type, line.substring(5)));
                }
            }
        } catch (IOException _) {
            // closed from here, or cut off: either way it has ended
        } finally {
            ended = true;
        }
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    boolean hasEnded() {
        return ended;
    }

    void await(int count) {
        Await.until(() -> count + " events, not " + events, () -> events.size() >= count);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
