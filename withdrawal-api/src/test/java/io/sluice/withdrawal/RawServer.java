package io.sluice.withdrawal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A socket whose other end does as it likes once the request's headers are there. */
public final class RawServer implements AutoCloseable {

    /** What is written back; it may never end. */
    public interface Manner {
        void answer(OutputStream out) throws IOException;
    }

    /** Never a word: until the client has had enough, which it then notices. */
    public static final Manner SILENT = _ -> {};

    private final ServerSocket socket;
    private final Manner manner;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();

    public RawServer(Manner manner) {
        this.manner = manner;
        try {
            socket = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** How many were ever made. */
    public int connections() {
        return connections.get();
    }

    /** How many there are now. */
    public int open() {
        return open.get();
    }

    /** The most at a time. */
    public int mostOpen() {
        return mostOpen.get();
    }

    public String url() {
        return "http://localhost:" + port() + "/hook";
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        try (connection) {
            InputStream in = connection.getInputStream();
            readHeaders(in);
            Thread serving = Thread.currentThread();
            Thread listening = Thread.ofVirtual().start(() -> interruptAtEnd(in, serving));
            manner.answer(connection.getOutputStream());
            if (manner == SILENT) {
                listening.join();
            }
        } catch (IOException | InterruptedException _) {
            // the client has had enough
        } finally {
            open.decrementAndGet();
        }
    }

    /** Reads the request's body, and notices at once that the client has closed. */
    private static void interruptAtEnd(InputStream in, Thread serving) {
        try {
            while (in.read() >= 0) {
                // not of interest
            }
        } catch (IOException _) {
            // closed by either
        }
        serving.interrupt();
    }

    private static void readHeaders(InputStream in) throws IOException {
        int newlines = 0;
        while (newlines < 2) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("closed");
            }
            newlines = read == '\n' ? newlines + 1 : read == '\r' ? newlines : 0;
        }
    }

    public static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
