package io.sluice.local.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether a port can be had and, where the system shows it, who has it. */
public final class Ports {

    private static final String LISTEN = "0A";
    private static final int COMMAND_LENGTH = 80;

    private Ports() {}

    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A port that nobody has at this moment. */
    public static int anyFree() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new PlainFailure("no free port on this machine: " + e.getMessage(), e);
        }
    }

    /** The process that listens on the port; empty where the system does not tell. */
    public static Optional<ProcessHandle> holder(int port) {
        Set<String> sockets = listeningSockets(port);
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> holdsAny(process.pid(), sockets))
                .findFirst();
    }

    /** Who has the port, as words: {@code pid 4711 (node server.js)}. */
    public static String describeHolder(int port) {
        return holder(port)
                .map(process -> "pid " + process.pid() + " (" + command(process) + ")")
                .orElse("a process that this user cannot see");
    }

    private static String command(ProcessHandle process) {
        String line =
                process.info()
                        .commandLine()
                        .or(() -> process.info().command())
                        .orElse("unknown command");
        return line.length() <= COMMAND_LENGTH ? line : line.substring(0, COMMAND_LENGTH) + "...";
    }

    private static Set<String> listeningSockets(int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : lines(Path.of(table))) {
                String[] columns = line.trim().split("\\s+", -1);
                if (columns.length > 9
                        && columns[1].endsWith(suffix)
                        && columns[3].equals(LISTEN)) {
                    sockets.add("socket:[" + columns[9] + "]");
                }
            }
        }
        return sockets;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean holdsAny(long pid, Set<String> sockets) {
        Path descriptors = Path.of("/proc", Long.toString(pid), "fd");
        try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
            for (Path link : links) {
                if (sockets.contains(target(link))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
