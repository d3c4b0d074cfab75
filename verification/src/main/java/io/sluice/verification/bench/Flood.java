package io.sluice.verification.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * The same request again and again, at a steady pace, on a few connections, whether it is answered or
 * not; cheap to send, so that what is measured is the receiver. What TCP does not take in time is
 * not offered again.
 */
final class Flood implements AutoCloseable {

    private static final int CONNECTIONS = 8;
    private static final long TICK_NANOS = 2_000_000;
    private static final byte[] REFUSED = "HTTP/1.1 401 ".getBytes(StandardCharsets.US_ASCII);

    private final List<Socket> sockets = new ArrayList<>();
    private final LongAdder sent = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final long begin = System.nanoTime();
    private volatile boolean closed;

    private Flood() {}

    static Flood start(int port, double perSecond, byte[] request) throws IOException {
        Flood flood = new Flood();
        for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = new Socket();
            flood.sockets.add(socket);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> flood.write(socket, perSecond / CONNECTIONS, request));
            Thread.ofPlatform().daemon().start(() -> flood.read(socket));
        }
        return flood;
    }

    private void write(Socket socket, double perSecond, byte[] request) {
        long written = 0;
        try {
            while (!closed) {
                long due = (long) ((System.nanoTime() - begin) / 1e9 * perSecond);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                for (; written < due; written++) {
                    bytes.writeBytes(request);
                    sent.increment();
                }
                socket.getOutputStream().write(bytes.toByteArray());
                LockSupport.parkNanos(TICK_NANOS);
            }
        } catch (IOException e) {
            end(e);
        }
    }

    /** Counts refusals by their first line: nothing else in an answer looks like one. */
    private void read(Socket socket) {
        byte[] buffer = new byte[64 * 1024];
        int matched = 0;
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == REFUSED[matched]) {
                        matched++;
                    } else {
                        matched = buffer[i] == REFUSED[0] ? 1 : 0;
                    }
                    if (matched == REFUSED.length) {
                        refused.increment();
                        matched = 0;
                    }
                }
            }
        } catch (IOException e) {
            end(e);
        }
    }

    private void end(IOException e) {
        if (!closed) {
            throw new UncheckedIOException(e);
        }
    }

    double sentPerSecond() {
        return sent.sum() / seconds();
    }

    double refusedPerSecond() {
        return refused.sum() / seconds();
    }

    private double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
