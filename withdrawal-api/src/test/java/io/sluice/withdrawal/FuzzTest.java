package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * Whatever is sent, no answer is a failure of ours. Raw sockets, since a client would not send most
 * of it. {@code -Dsluice.fuzz.requests=N -Dsluice.fuzz.seed=S} for more, and to see a failure again.
 */
@ExtendWith(Stage.Shared.class)
class FuzzTest {

    private static final int REQUESTS = Integer.getInteger("sluice.fuzz.requests", 4_000);
    private static final long SEED = Long.getLong("sluice.fuzz.seed", System.nanoTime());
    private static final int CONNECTIONS = 8;

    @Test
    void noInputLeadsToAFailureOfOurs(Stage stage) {
        Tenant tenant = stage.tenant();
        Tenant managed = stage.tenant(Tenant.MANAGED);
        List<CompletableFuture<List<String>>> workers = new ArrayList<>();
        SplittableRandom seeds = new SplittableRandom(SEED);
        for (int i = 0; i < CONNECTIONS; i++) {
            FuzzRequests requests = new FuzzRequests(seeds.split(), tenant, managed);
            workers.add(Async.call(() -> run(stage, requests)));
        }
        List<String> failures = workers.stream().flatMap(worker -> worker.join().stream()).toList();
        assertThat(failures).as("seed " + SEED).isEmpty();
        assertThat(tenant.get("/external/withdrawals").status()).as("still well").isEqualTo(200);
    }

    /** Which Reactor Netty 1.3.6 did not do, once in ten or twenty times. */
    @Test
    void aKeptConnectionGoesOnAfterABodyThatIsRefused(Stage stage) {
        Tenant tenant = stage.tenant();
        for (int i = 0; i < 150; i++) {
            assertThat(
                            stage.api()
                                    .call("POST", tenant.apiKey(), "/external/withdrawals", "{bad")
                                    .status())
                    .isEqualTo(400);
            assertThat(tenant.get("/external/withdrawals?limit=1").status()).isEqualTo(200);
        }
    }

    private static List<String> run(Stage stage, FuzzRequests requests) {
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < REQUESTS / CONNECTIONS; i++) {
            byte[] request = requests.next();
            String answer = answer(stage, request);
            // A connection that is closed without a word is how the server answers what is no HTTP.
            if (!answer.isEmpty() && !answer.matches("HTTP/1.1 [1-4][0-9][0-9].*")) {
                failures.add(answer + " to " + new String(request, StandardCharsets.ISO_8859_1));
            }
        }
        return failures;
    }

    /** The status line. */
    private static String answer(Stage stage, byte[] request) {
        URI uri = URI.create(stage.api().base());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
                line.append((char) c);
            }
            return line.toString();
        } catch (java.net.SocketTimeoutException _) {
            return "no answer";
        } catch (IOException _) {
            // The server may close while we still write what it has refused.
            return "";
        }
    }
}
