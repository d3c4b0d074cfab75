package io.sluice.verification.bench;

import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The yardstick of an HTTP service: WebFlux that reads the body and answers with a constant, in a
 * process of its own with the services' flags.
 */
public final class BareEndpoint implements AutoCloseable {

    /** Any path will do. */
    public static final String PATH = "/constant";

    private static final int PORT = 18_070;
    private static final int AT_ONCE = 128;
    private static final Duration MEASURED = Duration.ofSeconds(3);
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final String CONSTANT =
            "{\"withdrawalId\":\"01927b3c-9c1f-7a3a-9c4f-8a3e1f8b1c00\",\"referenceNo\":\"W-2026-0000123\"}";

    private final Process process;

    private BareEndpoint(Process process) {
        this.process = process;
    }

    /** Answers when it returns. */
    public static BareEndpoint start() {
        List<String> command =
                List.of(
                        Processes.java(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareEndpoint.class.getName());
        BareEndpoint endpoint = new BareEndpoint(Processes.start(command));
        Processes.awaitPort(PORT, START_LIMIT);
        return endpoint;
    }

    /**
     * What it reaches.
     *
     * @param cpuMicros processor time of its own for one call
     */
    public record Reached(double perSecond, double cpuMicros) {}

    /** With 128 calls under way at once, warmed up. */
    public static Reached measured() throws IOException {
        try (BareEndpoint bare = start();
                HttpTarget target = new HttpTarget(PORT, AT_ONCE)) {
            run(target);
            run(target);
            List<ProcessHandle> itself = List.of(bare.process.toHandle());
            ProcessUse before = ProcessUse.of(itself);
            Load.Result result = run(target);
            double cpuSeconds = ProcessUse.of(itself).since(before).cpuSecondsButOurs();
            return new Reached(result.perSecond(201), 1e6 * cpuSeconds / result.count(201));
        }
    }

    private static Load.Result run(HttpTarget target) {
        return Load.closed(AT_ONCE, MEASURED, _ -> call(target));
    }

    /** One call of it. */
    static Mono<Integer> call(HttpTarget target) {
        return target.post(PATH, _ -> {}, BODY);
    }

    public int port() {
        return PORT;
    }

    /** The process itself. */
    public static void main(String[] arguments) {
        var routes =
                RouterFunctions.route()
                        .POST(
                                PATH,
                                request ->
                                        request.bodyToMono(byte[].class)
                                                .flatMap(
                                                        _ ->
                                                                ServerResponse.status(201)
                                                                        .contentType(
                                                                                MediaType
                                                                                        .APPLICATION_JSON)
                                                                        .bodyValue(CONSTANT)))
                        .build();
        HttpServer.create()
                .host("localhost")
                .port(PORT)
                .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(routes)))
                .bindNow()
                .onDispose()
                .block();
    }

    @Override
    public void close() throws IOException {
        Processes.stop(process);
    }
}
