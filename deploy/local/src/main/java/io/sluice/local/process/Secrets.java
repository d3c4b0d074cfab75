package io.sluice.local.process;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Properties;
import java.util.function.Supplier;

/** Passwords and keys of this installation: drawn once, kept in a file that only its owner reads. */
public final class Secrets {

    private static final int PASSWORD_BYTES = 24;
    private static final int KEY_BYTES = 32;

    private final Path file;
    private final Properties properties = new Properties();
    private final SecureRandom random = new SecureRandom();

    public Secrets(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new PlainFailure("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
    }

    public synchronized String password(String name) {
        return getOrDraw("password." + name, () -> HexFormat.of().formatHex(draw(PASSWORD_BYTES)));
    }

    /** 32 random bytes in base64, the same at every start. */
    public synchronized String key(String name) {
        return getOrDraw("key." + name, () -> Base64.getEncoder().encodeToString(draw(KEY_BYTES)));
    }

    private String getOrDraw(String name, Supplier<String> fresh) {
        String known = properties.getProperty(name);
        if (known != null) {
            return known;
        }
        String drawn = fresh.get();
        properties.setProperty(name, drawn);
        write();
        return drawn;
    }

    private byte[] draw(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private void write() {
        try {
            Path draft = file.resolveSibling(file.getFileName() + ".draft");
            Files.deleteIfExists(draft);
            Files.createFile(
                    draft,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            try (Writer writer = Files.newBufferedWriter(draft)) {
                properties.store(writer, null);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new PlainFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
