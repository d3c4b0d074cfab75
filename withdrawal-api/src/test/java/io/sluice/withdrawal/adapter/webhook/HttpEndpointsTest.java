package io.sluice.withdrawal.adapter.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import io.sluice.withdrawal.RawServer;
import io.sluice.withdrawal.application.webhook.Endpoints.Answer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import javax.net.ssl.KeyManagerFactory;

/** The client against endpoints on real sockets, the worst of them among it. */
class HttpEndpointsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private static WebhookProperties properties(boolean allowPrivate) {
        return new WebhookProperties(
                TIMEOUT,
                List.of(Duration.ofSeconds(1)),
                Duration.ofHours(1),
                Duration.ofSeconds(1),
                8,
                2,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                allowPrivate,
                Duration.ofDays(3));
    }

    private static HttpEndpoints local() {
        return endpoints(true, null);
    }

    private static HttpEndpoints endpoints(
            boolean allowPrivate, @Nullable AddressResolverGroup<InetSocketAddress> resolver) {
        return new HttpEndpoints(
                properties(allowPrivate),
                new CheckedAddresses(allowPrivate),
                resolver,
                Clock.fixed(Instant.parse("2026-04-28T13:00:00Z"), ZoneOffset.UTC),
                new WebhookMetrics(new SimpleMeterRegistry()));
    }

    private static Answer post(HttpEndpoints endpoints, String url) {
        Answer answer =
                endpoints
                        .post("app", url, Map.of("webhook-id", "1"), "{}")
                        .block(Duration.ofSeconds(20));
        assertThat(answer).isNotNull();
        return answer;
    }

    private static Answer post(RawServer.Manner manner) {
        try (RawServer server = new RawServer(manner);
                HttpEndpoints endpoints = local()) {
            Answer answer = post(endpoints, server.url());
            assertThat(server.connections()).isEqualTo(1);
            return answer;
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anEndpointThatHangsIsGivenItsTimeAndNoMore() {
        long start = System.nanoTime();
        Answer answer = post(RawServer.SILENT);

        assertThat(answer.status()).isNull();
        assertThat(answer.error()).isEqualTo("answer: none (expected: within 1 s)");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(TIMEOUT, TIMEOUT.plus(HttpEndpoints.BODY).plusSeconds(1));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void headersThatTrickleEndWithTheTimeOfTheWhole() {
        long start = System.nanoTime();
        Answer answer =
                post(
                        out -> {
                            for (char each : OK.toCharArray()) {
                                RawServer.write(out, String.valueOf(each));
                                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
                            }
                        });

        assertThat(answer.status()).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(TIMEOUT.plus(HttpEndpoints.BODY).plusSeconds(1));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aBodyThatTricklesDoesNotUndoTheStatus() {
        Answer answer =
                post(
                        out -> {
                            RawServer.write(out, OK + "Content-Length: 1000\r\n\r\nthanks");
                            for (int i = 0; i < 100; i++) {
                                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
                                RawServer.write(out, ".");
                            }
                        });

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).startsWith("thanks...");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anEndlessBodyIsReadUpToItsLimit() {
        long[] written = new long[1];
        Answer answer =
                post(
                        out -> {
                            RawServer.write(out, OK + "\r\n");
                            byte[] chunk = new byte[64 * 1024];
                            Arrays.fill(chunk, (byte) 'x');
                            while (true) {
                                out.write(chunk);
                                written[0] += chunk.length;
                            }
                        });

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasSize(16 * 1024);
        assertThat(answer.start()).hasSize(1024);
        assertThat(written[0]).isLessThan(64L * 1024 * 1024);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void endlessHeadersAreNoAnswer() {
        Answer answer =
                post(
                        out -> {
                            RawServer.write(out, OK);
                            while (true) {
                                RawServer.write(out, "X-More: " + "x".repeat(1000) + "\r\n");
                            }
                        });

        assertThat(answer.status()).isNull();
        assertThat(answer.error()).startsWith("answer: none");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aConnectionThatIsClosedOrRefusedOrNonsenseIsNoAnswer() throws Exception {
        assertThat(post(OutputStream::close).error()).isEqualTo("answer: none (connection closed)");
        assertThat(post(out -> RawServer.write(out, "220 smtp.example ESMTP\r\n\r\n")).status())
                .isNull();
        try (HttpEndpoints endpoints = local()) {
            assertThat(post(endpoints, "http://localhost:1/hook").error())
                    .isEqualTo("connection: refused");
            assertThat(post(endpoints, "http://nowhere.invalid/hook").error())
                    .isEqualTo("host: not found");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aBodyThatBreaksOffDoesNotUndoTheStatus() {
        Answer answer =
                post(out -> RawServer.write(out, OK + "Content-Length: 100\r\n\r\nth\u0000anks"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("thanks");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aRedirectIsAnAnswerAndNotFollowed() {
        try (RawServer elsewhere = new RawServer(out -> RawServer.write(out, OK + "\r\n"))) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                Answer answer =
                        post(
                                out ->
                                        RawServer.write(
                                                out,
                                                "HTTP/1.1 "
                                                        + status
                                                        + " Elsewhere\r\nContent-Length: 0\r\nLocation: "
                                                        + elsewhere.url()
                                                        + "\r\n\r\n"));
                assertThat(answer.status()).isEqualTo(status);
            }
            assertThat(elsewhere.connections()).isEqualTo(0);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void retryAfterIsReadAsSecondsOrDateAndHasALimit() {
        Function<String, Duration> asked =
                header ->
                        post(out ->
                                        RawServer.write(
                                                out,
                                                "HTTP/1.1 503 No\r\nContent-Length: 0\r\nRetry-After: "
                                                        + header
                                                        + "\r\n\r\n"))
                                .retryAfter();

        assertThat(asked.apply("120")).isEqualTo(Duration.ofMinutes(2));
        assertThat(asked.apply("Tue, 28 Apr 2026 13:05:00 GMT")).isEqualTo(Duration.ofMinutes(5));
        assertThat(asked.apply("999999999")).isEqualTo(Duration.ofHours(1));
        assertThat(asked.apply("99999999999999999999")).isNull();
        assertThat(asked.apply("Tue, 28 Apr 2020 13:05:00 GMT")).isNull();
        assertThat(asked.apply("-5")).isNull();
        assertThat(asked.apply("soon")).isNull();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void thereAreNeverMoreConnectionsToAnEndpointThanItsLimit() {
        RawServer.Manner slow =
                out -> {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                    RawServer.write(out, OK + "Connection: close\r\nContent-Length: 0\r\n\r\n");
                };
        try (RawServer server = new RawServer(slow);
                HttpEndpoints endpoints = local()) {
            List<Answer> answers =
                    Flux.range(0, 16)
                            .flatMap(_ -> endpoints.post("app", server.url(), Map.of(), "{}"), 16)
                            .collectList()
                            .block(Duration.ofSeconds(10));

            assertThat(answers).extracting(Answer::status).hasSize(16).containsOnly(200);
            assertThat(server.mostOpen()).isBetween(2, 8);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void connectionsAreUsedAgain() {
        Set<InetSocketAddress> callers = ConcurrentHashMap.newKeySet();
        DisposableServer server =
                HttpServer.create()
                        .host("localhost")
                        .port(0)
                        .handle(
                                (request, response) -> {
                                    callers.add(request.remoteAddress());
                                    return request.receive()
                                            .then(response.sendString(Mono.just("ok")).then());
                                })
                        .bindNow();
        try (HttpEndpoints endpoints = local()) {
            for (int i = 0; i < 20; i++) {
                assertThat(post(endpoints, "http://localhost:" + server.port() + "/hook").body())
                        .isEqualTo("ok");
            }
            // One may be taken before the one before it is back.
            assertThat(callers).hasSizeLessThan(5);
        } finally {
            server.disposeNow();
        }
    }

    /** Answers as it is told, in turn; the last answer stays. */
    private static final class Resolver extends AddressResolverGroup<InetSocketAddress> {

        private final Queue<List<InetAddress>> answers = new ArrayDeque<>();

        Resolver(String... answers) throws UnknownHostException {
            for (String answer : answers) {
                List<InetAddress> addresses = new ArrayList<>();
                for (String address : answer.split(",", -1)) {
                    addresses.add(InetAddress.getByName(address));
                }
                this.answers.add(addresses);
            }
        }

        synchronized List<InetAddress> next() {
            List<InetAddress> answer = answers.element();
            if (answers.size() > 1) {
                answers.remove();
            }
            return answer;
        }

        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new InetNameResolver(executor) {

                @Override
                protected void doResolve(String name, Promise<InetAddress> promise) {
                    promise.setSuccess(next().getFirst());
                }

                @Override
                protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
                    promise.setSuccess(next());
                }
            }.asAddressResolver();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aNameThatResolvesToAPrivateAddressWhenItIsDialledIsNotDialled() throws Exception {
        Resolver rebinding = new Resolver("8.8.8.8", "127.0.0.1");
        try (RawServer inside = new RawServer(out -> RawServer.write(out, OK + "\r\n"));
                HttpEndpoints endpoints = endpoints(false, rebinding)) {
            assertThat(PublicAddresses.isPublic(rebinding.next().getFirst()))
                    .as("what a check before the call would have seen")
                    .isTrue();

            Answer answer = post(endpoints, "https://partner.example:" + inside.port() + "/hook");

            assertThat(answer.status()).isNull();
            assertThat(answer.error())
                    .isEqualTo("address: private or special (expected: a public one)");
            assertThat(inside.connections()).isEqualTo(0);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void noneOfManyPrivateAddressesIsDialled() throws Exception {
        Resolver resolver =
                new Resolver(
                        "127.0.0.1,::1,10.0.0.1,169.254.169.254,64:ff9b::7f00:1,2002:7f00:1::");
        try (RawServer inside = new RawServer(out -> RawServer.write(out, OK + "\r\n"));
                HttpEndpoints endpoints = endpoints(false, resolver)) {
            Answer answer = post(endpoints, "https://partner.example:" + inside.port() + "/hook");

            assertThat(answer.error()).startsWith("address: private");
            assertThat(inside.connections()).isEqualTo(0);
        }
    }

    /** The test of the two above: where private addresses are allowed, the same call arrives. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void withoutTheGuardTheSameNameIsDialled() throws Exception {
        try (RawServer inside = new RawServer(out -> RawServer.write(out, OK + "\r\n"));
                HttpEndpoints endpoints = endpoints(true, new Resolver("127.0.0.1"))) {
            Answer answer = post(endpoints, "http://partner.example:" + inside.port() + "/hook");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(inside.connections()).isEqualTo(1);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void outsideLocalRunsPlainHttpAndPrivateLiteralsAreNotTried() {
        try (RawServer inside = new RawServer(out -> RawServer.write(out, OK + "\r\n"));
                HttpEndpoints endpoints = endpoints(false, null)) {
            for (String url :
                    List.of(
                            inside.url(),
                            "http://partner.example/hook",
                            "https://127.0.0.1:" + inside.port() + "/hook",
                            "https://[::1]:" + inside.port() + "/hook")) {
                assertThat(post(endpoints, url).error()).startsWith("url: not allowed");
            }
            assertThat(inside.connections()).isEqualTo(0);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aCertificateThatNobodyVouchesForIsNoAnswer(@TempDir Path folder) throws Exception {
        DisposableServer server = selfSigned(folder);
        try (HttpEndpoints endpoints = local()) {
            Answer answer = post(endpoints, "https://localhost:" + server.port() + "/hook");

            assertThat(answer.status()).isNull();
            assertThat(answer.error()).startsWith("tls: handshake failed");
        } finally {
            server.disposeNow();
        }
    }

    private static DisposableServer selfSigned(Path folder) throws Exception {
        Path store = folder.resolve("server.p12");
        keytool(store);
        char[] password = "password".toCharArray();
        KeyStore keys = KeyStore.getInstance(store.toFile(), password);
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, password);
        SslContext context = SslContextBuilder.forServer(factory).build();
        return HttpServer.create()
                .host("localhost")
                .port(0)
                .secure(spec -> spec.sslContext(context))
                .handle((_, response) -> response.send())
                .bindNow();
    }

    private static void keytool(Path store) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                "password",
                                "-keystore",
                                store.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                Files.createTempFile(store.getParent(), "k", ".log").toFile())
                        .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
}
