package io.sluice.verification.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final LongAdder sent = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final long begin = System.nanoTime();
    private volatile boolean closed;

    private Flood() {}

    static Flood start(int port, double perSecond, byte[] request) {
        Flood flood = new Flood();
        for (int i = 0; i < CONNECTIONS; i++) {
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> flood.attack(port, perSecond / CONNECTIONS, request));
        }
        return flood;
    }

    /** Over one connection after another, should the receiver close them. */
    private void attack(int port, double perSecond, byte[] request) {
        while (!closed) {
            try (Socket socket = new Socket()) {
                sockets.add(socket);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                Thread.ofPlatform().daemon().start(() -> read(socket));
                write(socket, perSecond, request);
            } catch (IOException _) {
                sockets.removeIf(Socket::isClosed);
            }
        }
    }

    private void write(Socket socket, double perSecond, byte[] request) throws IOException {
        long from = System.nanoTime();
        long written = 0;
        while (!closed) {
            long due = (long) ((System.nanoTime() - from) / 1e9 * perSecond);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (; written < due; written++) {
                bytes.writeBytes(request);
                sent.increment();
            }
            socket.getOutputStream().write(bytes.toByteArray());
            LockSupport.parkNanos(TICK_NANOS);
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
        } catch (IOException _) {
            // The receiver has closed it, or the flood is over.
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
