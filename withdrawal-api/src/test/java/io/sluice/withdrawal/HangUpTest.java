package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Callers that hang up in the middle leave every connection to the database in order. */
@ExtendWith(Stage.Shared.class)
class HangUpTest {

    private static final int CALLERS = 8;
    private static final int CALLS = 60;

    @Test
    void callersThatHangUpInTheMiddleOfAReadHarmNobody(Stage stage) {
        Tenant tenant = stage.tenant();
        for (int i = 0; i < 50; i++) {
            tenant.posted(100 + i);
        }
        IntStream.range(0, CALLERS)
                .mapToObj(
                        _ ->
                                Async.call(
                                        () -> {
                                            for (int i = 0; i < CALLS; i++) {
                                                hangUpSoon(stage, tenant);
                                            }
                                            return true;
                                        }))
                .toList()
                .forEach(CompletableFuture::join);
        // More at once than there are connections: one that is deaf would be met.
        IntStream.range(0, 100)
                .mapToObj(
                        _ ->
                                Async.call(
                                        () ->
                                                tenant.get("/external/withdrawals?limit=100")
                                                        .status()))
                .toList()
                .forEach(status -> assertThat(status.join()).isEqualTo(200));
        assertThat(tenant.set("{\"minAmount\":\"1\"}").status()).isEqualTo(200);
    }

    private static void hangUpSoon(Stage stage, Tenant tenant) {
        URI uri = URI.create(stage.api().base());
        String request =
                "GET /external/withdrawals?limit=100 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + tenant.apiKey()
                        + "\r\n\r\n";
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(8_000_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
