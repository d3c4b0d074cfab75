package io.sluice.local.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A lock on a file, held by one process; the system lets go of it however that ends. */
public final class PlatformLock implements AutoCloseable {

    private final FileChannel channel;

    private PlatformLock(FileChannel channel) {
        this.channel = channel;
    }

    /** The one launcher that runs the platform holds it; empty when another does. */
    public static Optional<PlatformLock> tryTake(Home home) {
        try {
            FileChannel channel = open(home.data().resolve("lock"));
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new PlatformLock(channel));
        } catch (IOException e) {
            throw new PlainFailure("cannot lock " + home.data() + ": " + e.getMessage(), e);
        }
    }

    /** Waits for whoever holds the file's lock: another platform that shares it. */
    public static PlatformLock take(Path file) {
        try {
            FileChannel channel = open(file);
            channel.lock();
            return new PlatformLock(channel);
        } catch (IOException e) {
            throw new PlainFailure("cannot lock " + file + ": " + e.getMessage(), e);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new PlainFailure("cannot unlock: " + e.getMessage(), e);
        }
    }
}
