package io.sluice.local.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Held by the one launcher that runs the platform; the system lets go of it however that ends. */
public final class PlatformLock implements AutoCloseable {

    private final FileChannel channel;

    private PlatformLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Empty when another launcher holds it. */
    public static Optional<PlatformLock> tryTake(Home home) {
        try {
            Path file = home.data().resolve("lock");
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new PlainFailure("cannot unlock: " + e.getMessage(), e);
        }
    }
}
