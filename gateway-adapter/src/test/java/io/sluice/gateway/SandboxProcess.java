package io.sluice.gateway;

import org.awaitility.Awaitility;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The sandbox in a process of its own, on a free port. Nobody hears its callbacks: what becomes of
 * payouts is told by look-ups alone.
 */
public final class SandboxProcess implements AutoCloseable {

    /** What is on our class path and would be switched on in the sandbox by being there. */
    private static final Pattern OURS =
            Pattern.compile(
                    ".*(gateway-adapter|messaging|r2dbc|flyway|kafka|spring-cloud|postgres|integration|/contracts/).*");

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final int port;
    private final Process process;

    public SandboxProcess(String... settings) {
        try {
            port = freePort();
            Path data = Files.createTempDirectory("sandbox");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-Xmx192m", "-XX:TieredStopAtLevel=1", "-cp", classPath()));
            command.add("io.sluice.sandbox.SandboxApplication");
            Map<String, String> all = new LinkedHashMap<>();
            all.put("spring.config.location", "file:" + resources());
            all.put("server.port", Integer.toString(port));
            all.put("sluice.sandbox.data", data.toString());
            all.put("sluice.sandbox.silence", "6s");
            all.put("sluice.sandbox.slow", "5s");
            all.put("sluice.sandbox.praxis.timestamp-age", "20s");
            all.put("sluice.sandbox.pientegra.webhook-url", "http://127.0.0.1:1/p");
            all.put("sluice.sandbox.praxis.notification-url", "http://127.0.0.1:1/x");
            for (String setting : settings) {
                int middle = setting.indexOf('=');
                all.put(setting.substring(0, middle), setting.substring(middle + 1));
            }
            all.forEach((name, value) -> command.add("--" + name + "=" + value));
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(data.resolve("log").toFile())
                            .start();
        } catch (IOException e) {
            throw new IllegalStateException("the sandbox does not start", e);
        }
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(this::ready);
    }

    /** One for all tests that want no other. */
    public static SandboxProcess shared() {
        return Shared.ONE;
    }

    private static final class Shared {
        static final SandboxProcess ONE = new SandboxProcess();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(ONE::close, "stop-sandbox"));
        }
    }

    private static String resources() {
        return System.getProperty("sluice.root")
                + "/deploy/sandbox/src/main/resources/application.yaml";
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !OURS.matcher(entry).matches())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean ready() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the sandbox died (expected: a running one)");
        }
        try {
            return get("/actuator/health").path("status").asString().equals("UP");
        } catch (IOException e) {
            return false;
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** What was really paid under our key or order id. */
    public List<JsonNode> paid(String ourReference) {
        try {
            List<JsonNode> found = new ArrayList<>();
            for (JsonNode paid : get("/sandbox/paid?limit=100000")) {
                if (paid.path("ourReference").asString().equals(ourReference)) {
                    found.add(paid);
                }
            }
            return found;
        } catch (IOException e) {
            throw new IllegalStateException("the sandbox does not answer", e);
        }
    }

    private JsonNode get(String path) throws IOException {
        try {
            HttpResponse<String> answer =
                    HTTP.send(
                            HttpRequest.newBuilder(URI.create(url() + path))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return JsonMapper.shared().readTree(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
