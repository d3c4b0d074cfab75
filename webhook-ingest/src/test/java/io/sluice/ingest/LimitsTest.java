package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What a sender may not do, through real connections. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LimitsTest {

    private Ingest ingest;

    @BeforeAll
    void start() {
        ingest =
                Ingest.start(
                        Infrastructure.database("ingest-limits"),
                        "sluice.ingest.http.callbacks-per-second=1",
                        "sluice.ingest.http.burst=25",
                        "sluice.ingest.http.forged-per-second=1",
                        "sluice.ingest.http.forged-patience=3s",
                        "sluice.ingest.http.body-patience=1s",
                        "sluice.ingest.http.header-patience=1s",
                        "sluice.ingest.http.idle-patience=6s",
                        "sluice.ingest.http.trusted-proxies=127.0.0.1",
                        "sluice.providers.praxis.sources=192.0.2.0/24");
    }

    @AfterAll
    void stop() {
        ingest.close();
    }

    @Test
    void aBodyAboveTheLimitIsRefusedHoweverItIsSent() throws IOException {
        String padded =
                Pientegra.sent("r-1")
                        .replace("{\"eventId\"", "{" + " ".repeat(65_536) + "\"eventId\"");

        HttpResponse<String> announced = post(padded, "192.0.2.1");
        String chunked =
                raw(
                        "POST "
                                + Pientegra.PATH
                                + " HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + ("2000\r\n" + " ".repeat(0x2000) + "\r\n").repeat(9));

        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(chunked).startsWith("HTTP/1.1 413");
    }

    @Test
    void deepOrLongJsonIsRefusedEvenWhenItIsSigned() {
        String deep = "{\"eventId\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
        String huge = Pientegra.sent("r-1").replace("\"250000\"", "1" + "0".repeat(5_000));

        assertThat(post(deep, "192.0.2.2").statusCode()).isEqualTo(400);
        assertThat(post(huge, "192.0.2.2").statusCode()).isEqualTo(400);
    }

    @Test
    void headersAndRequestLineHaveALimit() throws IOException {
        String head = "POST " + Pientegra.PATH + " HTTP/1.1\r\nHost: x\r\n";

        assertThat(raw(head + "X-A: " + "a".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(raw("POST /" + "a".repeat(4_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 414");
    }

    @Test
    void aSenderHasItsOwnRate() {
        int refused = 0;
        long begun = System.nanoTime();
        for (int i = 0; i < 40; i++) {
            HttpResponse<String> answer = post(Pientegra.sent("r-" + i), "192.0.2.3");
            if (answer.statusCode() == 429) {
                assertThat(answer.headers().firstValue("Retry-After")).contains("1");
                refused++;
            }
        }
        // 25 at once, and one more for each second that the 40 took.
        int regained = (int) Duration.ofNanos(System.nanoTime() - begun).toSeconds() + 1;
        assertThat(refused).isBetween(15 - regained, 15);
        assertThat(post(Pientegra.sent("r-1"), "192.0.2.4").statusCode())
                .as("another sender")
                .isEqualTo(200);
    }

    @Test
    void whoForgesAgainAndAgainWaitsAndHoldsUpNobody() {
        for (int i = 0; i < 5; i++) {
            assertThat(forged("192.0.2.7").statusCode()).isEqualTo(401);
        }
        long asked = System.nanoTime();
        CompletableFuture<HttpResponse<String>> late =
                CompletableFuture.supplyAsync(() -> forged("192.0.2.7"));

        assertThat(post(Pientegra.sent("r-7"), "192.0.2.7").statusCode()).isEqualTo(200);
        assertThat(late).as("the forgery's answer").isNotDone();
        assertThat(late.join().statusCode()).isEqualTo(401);
        assertThat(Duration.ofNanos(System.nanoTime() - asked))
                .isGreaterThan(Duration.ofMillis(2_900));
    }

    private HttpResponse<String> forged(String source) {
        return ingest.post(
                Pientegra.PATH, Pientegra.sent("r-7"), Map.of("X-Forwarded-For", source));
    }

    @Test
    void aProviderIsHeardFromItsOwnAddressesOnly() {
        assertThat(
                        ingest.post(Praxis.PATH, "{}", Map.of("X-Forwarded-For", "203.0.113.1"))
                                .statusCode())
                .isEqualTo(403);
        assertThat(
                        ingest.post(
                                        Praxis.PATH,
                                        "{}",
                                        Map.of("X-Forwarded-For", "192.0.2.200, 203.0.113.1"))
                                .statusCode())
                .as("what a stranger says of himself")
                .isEqualTo(403);
        assertThat(
                        ingest.post(
                                        Praxis.PATH,
                                        "{}",
                                        Map.of("X-Forwarded-For", "203.0.113.1, 192.0.2.200"))
                                .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aSlowBodyIsCutOff() throws IOException {
        String answer =
                raw(
                        "POST "
                                + Pientegra.PATH
                                + " HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.5\r\n"
                                + "Content-Length: 100\r\n\r\n{");

        assertThat(answer).startsWith("HTTP/1.1 408");
    }

    @Test
    void headersThatTrickleAreCutOff() throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /webhooks/pientegra/demo HTTP/1.1\r\nX-A: ".getBytes(US_ASCII));
            await().atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> isCut(out));
        }
    }

    @Test
    void aFloodOfConnectionsThatSayNothingIsCutOff() throws IOException {
        Socket[] silent = new Socket[50];
        for (int i = 0; i < silent.length; i++) {
            silent[i] = connect();
        }
        for (Socket socket : silent) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            socket.close();
        }
    }

    @Test
    void whoIsRefusedUnreadIsHeardAgain() {
        for (int i = 0; i < 300; i++) {
            assertThat(ingest.post("/webhooks/other/demo", "{}", Map.of()).statusCode())
                    .isEqualTo(404);
            assertThat(ingest.get("/operator/callbacks", Map.of()).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void noContentOfARefusedCallbackIsInTheAnswer() {
        String body =
                Pientegra.sent("r-1").replace("user-12345", "Ayşe-TR330006100519786457841326");
        String broken = body.substring(0, body.length() - 3);

        for (HttpResponse<String> answer :
                List.of(
                        post(broken, "192.0.2.6"),
                        ingest.post(
                                Pientegra.PATH, body, Map.of("X-Forwarded-For", "192.0.2.6")))) {
            assertThat(answer.statusCode()).isBetween(400, 401);
            assertThat(answer.body()).doesNotContain("Ayşe").doesNotContain("TR33");
        }
    }

    private HttpResponse<String> post(String body, String source) {
        Map<String, String> headers = new HashMap<>(Pientegra.signed(body));
        headers.put("X-Forwarded-For", source);
        headers.put("X-Request-Id", UUID.randomUUID().toString());
        return ingest.post(Pientegra.PATH, body, headers);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), ingest.port()));
        socket.setSoTimeout(10_000);
        return socket;
    }

    private String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            byte[] answer = new byte[512];
            int read = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, read), UTF_8);
        }
    }

    private static boolean isCut(OutputStream out) throws IOException {
        try {
            out.write('a');
            out.flush();
            return false;
        } catch (SocketException e) {
            return true;
        }
    }
}
