package io.sluice.ingest;

import io.sluice.testing.DatabaseAddress;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between the service and its database, reads what passes, and can stop it: cut all lines,
 * let them hang, or hold one transaction before any of its statements.
 */
final class PostgresGate implements AutoCloseable {

    private final DatabaseAddress target;
    private final ServerSocket server;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Hold> armed = new AtomicReference<>();
    private volatile CountDownLatch open = new CountDownLatch(0);
    private volatile CountDownLatch relayOpen = new CountDownLatch(0);
    private volatile boolean away;

    PostgresGate(DatabaseAddress target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** The setting that leads the service through the gate; migrations go straight. */
    String springProperty() {
        return "spring.r2dbc.url=r2dbc:postgresql://localhost:"
                + server.getLocalPort()
                + "/"
                + target.name();
    }

    /** Cuts every line and takes no new one. */
    void goAway() {
        away = true;
        lines.forEach(Line::cut);
    }

    void comeBack() {
        away = false;
    }

    /** Nothing passes any more, and nobody is told. */
    void hang() {
        open = new CountDownLatch(1);
    }

    void moveOn() {
        open.countDown();
    }

    /** The outbox relay's lines hang. */
    void holdRelay() {
        relayOpen = new CountDownLatch(1);
    }

    /** Holds the next transaction that begins. */
    Hold hold(Hold hold) {
        armed.set(hold);
        return hold;
    }

    /** What is held never arrives: its sender is dead. */
    void forget() {
        armed.set(null);
        lines.forEach(Line::cut);
        relayOpen.countDown();
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.countDown();
        forget();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (away) {
                    client.close();
                    continue;
                }
                Line line = new Line(client, new Socket(target.host(), target.port()));
                lines.add(line);
                line.start();
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    /** Where to hold a transaction: before its nth statement, or before the answer to its commit. */
    static final class Hold {

        private static final int ANSWER_TO_COMMIT = -1;

        private final int statement;
        private volatile @Nullable String reachedAt;

        private Hold(int statement) {
            this.statement = statement;
        }

        /** BEGIN is the statement 0. */
        static Hold beforeStatement(int statement) {
            return new Hold(statement);
        }

        static Hold beforeAnswerToCommit() {
            return new Hold(ANSWER_TO_COMMIT);
        }

        boolean isReached() {
            return reachedAt != null;
        }

        /** What was to be executed next; null unless it is reached. */
        @Nullable String reachedAt() {
            return reachedAt;
        }

        /** Waits until the line is cut. */
        private void reach(String sql) throws InterruptedException, IOException {
            reachedAt = sql;
            new CountDownLatch(1).await(1, TimeUnit.MINUTES);
            throw new IOException("held for good");
        }
    }

    private final class Line implements Closeable {

        private final Socket client;
        private final Socket database;
        private volatile boolean relay;
        private volatile boolean answersHeld;
        private @Nullable Hold hold;
        private final Map<String, String> prepared = new HashMap<>();
        private int statement;
        private boolean inStatement;

        Line(Socket client, Socket database) {
            this.client = client;
            this.database = database;
        }

        void start() {
            Thread.ofVirtual().start(() -> run(this::requests));
            Thread.ofVirtual().start(() -> run(this::answers));
        }

        void cut() {
            lines.remove(this);
            close();
        }

        @Override
        public void close() {
            for (Socket socket : new Socket[] {client, database}) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        }

        private void run(Pump pump) {
            try {
                pump.run();
            } catch (IOException e) {
                cut();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void requests() throws IOException, InterruptedException {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(database.getOutputStream());
            int length = in.readInt();
            out.writeInt(length);
            out.write(in.readNBytes(length - Integer.BYTES));
            while (true) {
                int type = in.readUnsignedByte();
                length = in.readInt();
                byte[] content = in.readNBytes(length - Integer.BYTES);
                look(type, new String(content, StandardCharsets.UTF_8));
                open.await();
                if (relay) {
                    relayOpen.await();
                }
                byte[] message = new byte[1 + length];
                ByteBuffer.wrap(message).put((byte) type).putInt(length).put(content);
                out.write(message);
                out.flush();
            }
        }

        /** Counts statements from BEGIN on, and waits for ever before the one that is held. */
        private void look(int type, String content) throws InterruptedException, IOException {
            relay |= content.contains("sluice-outbox");
            String sql = sql(type, content);
            if (!inStatement && type != 'X') {
                if (!relay && sql.startsWith("BEGIN")) {
                    hold = armed.getAndSet(null);
                    statement = 0;
                }
                if (hold != null && statement++ == hold.statement) {
                    hold.reach(sql);
                }
            }
            inStatement = type != 'Q' && type != 'S';
            if (hold != null
                    && hold.statement == Hold.ANSWER_TO_COMMIT
                    && sql.startsWith("COMMIT")) {
                answersHeld = true;
            }
        }

        /** The text of a query, or of the prepared statement that a message names. */
        private String sql(int type, String content) {
            String[] texts = content.split("\0", -1);
            return switch (type) {
                case 'Q' -> texts[0];
                case 'P' -> {
                    prepared.put(texts[0], texts[1]);
                    yield texts[1];
                }
                case 'B' -> prepared.getOrDefault(texts[1], "");
                default -> "";
            };
        }

        private void answers() throws IOException, InterruptedException {
            byte[] buffer = new byte[64 * 1024];
            int read = database.getInputStream().read(buffer);
            while (read >= 0) {
                open.await();
                if (answersHeld && hold != null) {
                    hold.reach("answer to COMMIT");
                }
                client.getOutputStream().write(buffer, 0, read);
                client.getOutputStream().flush();
                read = database.getInputStream().read(buffer);
            }
            cut();
        }
    }

    private interface Pump {
        void run() throws IOException, InterruptedException;
    }
}
