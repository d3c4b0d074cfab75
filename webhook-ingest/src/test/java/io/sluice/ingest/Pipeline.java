package io.sluice.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Locale;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** One kept connection, on which many requests are written before their answers are read. */
final class Pipeline {

    private static final int AT_ONCE = 32;
    private static final int ANSWER_WITHIN_MILLIS = 30_000;

    private Pipeline() {}

    /** A POST with these header lines, each ended by CRLF. */
    static byte[] post(String path, String headerLines, byte[] body) {
        String head =
                "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n%s\r\n"
                        .formatted(path, body.length, headerLines);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(head.length() + body.length);
        bytes.writeBytes(head.getBytes(ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /** Sends all that there is, and hands over each answer's status. */
    static <T> void run(
            int port,
            Iterator<T> requests,
            Function<T, byte[]> bytes,
            BiConsumer<T, Integer> answered)
            throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(ANSWER_WITHIN_MILLIS);
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(socket.getInputStream(), 65_536));
            while (requests.hasNext()) {
                Queue<T> unanswered = new ArrayDeque<>();
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                while (requests.hasNext() && unanswered.size() < AT_ONCE) {
                    T next = requests.next();
                    unanswered.add(next);
                    out.writeBytes(bytes.apply(next));
                }
                socket.getOutputStream().write(out.toByteArray());
                for (T each : unanswered) {
                    answered.accept(each, status(in));
                }
            }
        }
    }

    /** Reads an answer, body included. */
    private static int status(DataInputStream in) throws IOException {
        String line = line(in);
        int status = Integer.parseInt(line, 9, 12, 10);
        int length = 0;
        while (!line.isEmpty()) {
            line = line(in);
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        in.skipNBytes(length);
        return status;
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("closed by the service");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
