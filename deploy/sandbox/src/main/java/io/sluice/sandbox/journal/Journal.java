package io.sluice.sandbox.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * An append-only file of JSON lines, written by one thread that takes all waiting lines at once.
 *
 * <p>A line is with the operating system before its {@code Mono} completes, so a killed process
 * loses none; it is not forced to the disk. A torn last line is dropped when the file is opened.
 */
public final class Journal implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Journal.class);
    private static final int LINES_PER_WRITE = 2000;

    private final Path file;
    private final BlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
    private final Thread writer;
    private final FileChannel channel;
    private volatile boolean closing;
    private volatile boolean failed;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        this.writer =
                Thread.ofPlatform().name("journal-" + file.getFileName()).unstarted(this::run);
    }

    /**
     * Opens the file, hands every line in it to {@code replay}, and rewrites it from {@code living}
     * when more than half of its lines have been overtaken.
     *
     * @throws UncheckedIOException when the directory cannot be made or the file not be read
     */
    public static Journal open(Path file, Consumer<String> replay, Living living) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            long lines = Files.exists(file) ? readLines(file, replay) : 0;
            if (lines > 2L * living.count()) {
                rewrite(file, living.lines());
            }
            FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.APPEND);
            Journal journal = new Journal(file, channel);
            journal.writer.start();
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + file + ": cannot be opened", e);
        }
    }

    /** Completes when the line has been written; fails when the file could not take it. */
    public Mono<Void> append(byte[] line) {
        Sinks.Empty<Void> written = Sinks.empty();
        waiting.add(new Entry(line, written));
        return written.asMono();
    }

    /** Whether lines are still being written; false after the disk refused one and until it takes one. */
    public boolean healthy() {
        return writer.isAlive() && !failed;
    }

    @Override
    public void close() throws IOException {
        closing = true;
        waiting.add(new Entry(new byte[0], Sinks.empty()));
        try {
            writer.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        channel.close();
    }

    private void run() {
        List<Entry> batch = new ArrayList<>(LINES_PER_WRITE);
        while (!closing || !waiting.isEmpty()) {
            try {
                batch.add(waiting.take());
                waiting.drainTo(batch, LINES_PER_WRITE - 1);
                write(batch);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                batch.clear();
            }
        }
    }

    private void write(List<Entry> batch) {
        try {
            ByteBuffer bytes = joined(batch);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            failed = false;
            batch.forEach(entry -> entry.written.tryEmitEmpty());
        } catch (IOException e) {
            failed = true;
            log.error("journal {}: {} lines could not be written", file, batch.size(), e);
            batch.forEach(entry -> entry.written.tryEmitError(e));
        }
    }

    private static ByteBuffer joined(List<Entry> batch) {
        int size = batch.stream().mapToInt(entry -> entry.line.length + 1).sum();
        ByteBuffer bytes = ByteBuffer.allocate(size);
        for (Entry entry : batch) {
            if (entry.line.length > 0) {
                bytes.put(entry.line).put((byte) '\n');
            }
        }
        return bytes.flip();
    }

    private static long readLines(Path file, Consumer<String> replay) throws IOException {
        dropTornLine(file);
        long lines = 0;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                replay.accept(line);
                lines++;
            }
        }
        return lines;
    }

    /** A process killed in the middle of a write leaves half a line, whose answer was never given. */
    private static void dropTornLine(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = channel.size();
            ByteBuffer last = ByteBuffer.allocate(1);
            while (end > 0) {
                channel.read(last.clear(), end - 1);
                if (last.get(0) == '\n') {
                    break;
                }
                end--;
            }
            channel.truncate(end);
        }
    }

    private static void rewrite(Path file, Iterator<byte[]> lines) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (var out = Files.newOutputStream(fresh);
                var buffered = new BufferedOutputStream(out, 1 << 16)) {
            while (lines.hasNext()) {
                buffered.write(lines.next());
                buffered.write('\n');
            }
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What a replay left: the lines of a file that says the same in fewer words. */
    public interface Living {
        long count();

        Iterator<byte[]> lines();
    }

    private record Entry(byte[] line, Sinks.Empty<Void> written) {}
}
