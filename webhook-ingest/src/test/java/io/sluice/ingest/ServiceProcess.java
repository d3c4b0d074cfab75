package io.sluice.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process that runs instances of the service, to be killed: each with its own web server, pool,
 * relay and consumer, and all of them dead at once.
 */
final class ServiceProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final String PORT = "listens on ";
    private static final String NEXT_INSTANCE = "--";

    private final Process process;
    private final List<Integer> ports;

    private ServiceProcess(Process process, List<Integer> ports) {
        this.process = process;
        this.ports = List.copyOf(ports);
    }

    /** Waits until every instance is ready; each has its own arguments. */
    static ServiceProcess start(List<String[]> instances) throws IOException {
        Path log = Files.createTempFile(Path.of("target"), "ingest-process-", ".log");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                ServiceProcess.class.getName()));
        for (String[] arguments : instances) {
            command.add(NEXT_INSTANCE);
            command.addAll(List.of(arguments));
        }
        Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        Thread timeout = killAfter(process, START);
        List<Integer> ports = new ArrayList<>();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        while (ports.size() < instances.size()) {
            String line = out.readLine();
            if (line == null) {
                throw new AssertionError("process ended: " + Files.readString(log));
            }
            Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
            if (line.startsWith(PORT)) {
                ports.add(Integer.parseInt(line.substring(PORT.length())));
            }
        }
        timeout.interrupt();
        Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));
        return new ServiceProcess(process, ports);
    }

    /** The process itself. */
    public static void main(String[] arguments) {
        List<String> own = new ArrayList<>();
        for (String argument :
                Stream.concat(Arrays.stream(arguments).skip(1), Stream.of(NEXT_INSTANCE))
                        .toList()) {
            if (argument.equals(NEXT_INSTANCE)) {
                System.out.println(PORT + Ingest.start(own.toArray(String[]::new)).port());
                own.clear();
            } else {
                own.add(argument);
            }
        }
    }

    int port(int instance) {
        return ports.get(instance);
    }

    /** Signal 9. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }

    private static Thread killAfter(Process process, Duration time) {
        return Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
                                    process.destroyForcibly();
                                }
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }
}
