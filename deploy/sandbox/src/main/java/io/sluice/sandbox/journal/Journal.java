package io.sluice.sandbox.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator.OfLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * An append-only file of JSON lines, written by one thread that takes all waiting lines at once.
 *
 * <p>A line is with the operating system before its {@code Mono} completes, so a killed process
 * loses none; it is not forced to the disk. A torn last line is dropped when the file is opened.
 */
final class Journal implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Journal.class);
    private static final int LINES_PER_WRITE = 2000;
    private static final int USUAL_LINE = 1024;

    private final Path file;
    private final BlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
    private final Thread writer;
    private FileChannel channel;
    private long end;
    private volatile boolean closing;
    private volatile boolean failed;

    /** A line and where it begins. */
    interface Reader {
        void read(byte[] line, long offset);
    }

    /**
     * Opens the file; the writer starts with {@link #start}.
     *
     * @throws UncheckedIOException when the directory cannot be made or the file not be read
     */
    Journal(Path file) {
        this.file = file;
        this.writer =
                Thread.ofPlatform().name("journal-" + file.getFileName()).unstarted(this::run);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            channel = opened(file);
            end = withoutTornLine(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + file + ": cannot be opened", e);
        }
    }

    private static FileChannel opened(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** A process killed in the middle of a write leaves half a line, whose answer was never given. */
    private static long withoutTornLine(FileChannel channel) throws IOException {
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
        return end;
    }

    void start() {
        writer.start();
    }

    /** Every line, from the beginning; answers how many there are. */
    long readAll(Reader reader) {
        try (var in = Files.newInputStream(file)) {
            LineSplitter lines = new LineSplitter(in);
            long count = 0;
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                reader.read(line, lines.offset());
                count++;
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + file + ": cannot be read", e);
        }
    }

    /** The line that begins there. */
    byte[] line(long offset) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(USUAL_LINE);
            while (true) {
                int read = channel.read(bytes, offset + bytes.position());
                for (int i = 0; i < bytes.position(); i++) {
                    if (bytes.get(i) == '\n') {
                        byte[] line = new byte[i];
                        bytes.get(0, line);
                        return line;
                    }
                }
                if (read < 0) {
                    throw new IOException("no line at " + offset);
                }
                if (!bytes.hasRemaining()) {
                    bytes = ByteBuffer.allocate(bytes.capacity() * 4).put(bytes.flip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + file + ": cannot be read", e);
        }
    }

    /** Where a line has been put. */
    interface Placed {
        void at(long number, long offset);
    }

    /** Replaces the file by one with a line for each number; only before {@link #start}. */
    void rewrite(LongStream numbers, LongFunction<byte[]> lineOf, Placed placed) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            try (FileChannel out = opened(fresh)) {
                end = copied(out, numbers, lineOf, placed);
            }
            channel.close();
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            channel = opened(file);
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + file + ": cannot be rewritten", e);
        }
    }

    private static long copied(
            FileChannel out, LongStream numbers, LongFunction<byte[]> lineOf, Placed placed)
            throws IOException {
        List<Entry> batch = new ArrayList<>(LINES_PER_WRITE);
        long at = 0;
        for (OfLong each = numbers.iterator(); each.hasNext(); ) {
            long number = each.nextLong();
            byte[] line = lineOf.apply(number);
            placed.at(number, at);
            at += line.length + 1;
            batch.add(new Entry(line, _ -> {}, Sinks.empty()));
            if (batch.size() == LINES_PER_WRITE || !each.hasNext()) {
                writeWhole(out, joined(batch));
                batch.clear();
            }
        }
        return at;
    }

    /**
     * Completes when the line has been written; fails when the file could not take it.
     *
     * @param placed hears where the line begins, once it can be read, in the order of the lines
     */
    Mono<Void> append(byte[] line, LongConsumer placed) {
        Sinks.Empty<Void> written = Sinks.empty();
        waiting.add(new Entry(line, placed, written));
        return written.asMono();
    }

    /** Whether lines are still being written; false after the disk refused one and until it takes one. */
    boolean healthy() {
        return writer.isAlive() && !failed;
    }

    @Override
    public void close() throws IOException {
        closing = true;
        waiting.add(new Entry(new byte[0], _ -> {}, Sinks.empty()));
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
            channel.position(end);
            writeWhole(channel, joined(batch));
            failed = false;
            for (Entry entry : batch) {
                if (entry.line.length > 0) {
                    entry.placed.accept(end);
                    end += entry.line.length + 1;
                }
                entry.written.tryEmitEmpty();
            }
        } catch (IOException e) {
            failed = true;
            log.error("journal {}: {} lines could not be written", file, batch.size(), e);
            batch.forEach(entry -> entry.written.tryEmitError(e));
        }
    }

    private static void writeWhole(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
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

    private record Entry(byte[] line, LongConsumer placed, Sinks.Empty<Void> written) {}
}
