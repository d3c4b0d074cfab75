package io.sluice.local.service;

import io.sluice.local.process.Home;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.process.Programs;
import io.sluice.local.process.Readiness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A service's jar, unpacked to plain jars: starts faster than the nested form, and is what a start-up
 * cache needs. Unpacked once for each build.
 *
 * @param folder changes with the build
 */
record ExtractedApp(Service service, Path folder) {

    private static final int LIMIT_SECONDS = 60;
    private static final int OLDER_KEPT = 1;

    /** Unpacks the jar if this build of it was not unpacked yet. */
    static ExtractedApp of(Service service, Home home) {
        Path jar = service.jar(home);
        if (!Files.exists(jar)) {
            throw new PlainFailure(
                    service.name() + " is not built (expected: " + jar + "): run 'mvn verify'");
        }
        Path folder = builds(service, home).resolve(fingerprint(jar));
        ExtractedApp app = new ExtractedApp(service, folder);
        if (!Files.exists(app.jar())) {
            app.extract(jar, home);
        }
        return app;
    }

    /** Deletes what earlier builds left, but for a few: another platform may run one of them. */
    void deleteOlder(Home home) {
        try (Stream<Path> builds = Files.list(builds(service, home))) {
            builds.filter(build -> !build.equals(folder))
                    .sorted(Comparator.comparing(ExtractedApp::modified).reversed())
                    .skip(OLDER_KEPT)
                    .forEach(Home::delete);
        } catch (IOException e) {
            throw new PlainFailure("cannot read " + home.cache() + ": " + e.getMessage(), e);
        }
    }

    private static FileTime modified(Path folder) {
        try {
            return Files.getLastModifiedTime(folder);
        } catch (IOException e) {
            throw new PlainFailure("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Path builds(Service service, Home home) {
        return home.cache().resolve(service.name());
    }

    Path jar() {
        return folder.resolve(service.jarName());
    }

    private void extract(Path source, Home home) {
        Path draft = folder.resolveSibling("draft");
        Home.delete(draft);
        List<String> command =
                List.of(
                        Programs.java(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djarmode=tools",
                        "-jar",
                        source.toString(),
                        "extract",
                        "--destination",
                        draft.toString());
        Path log = home.log("extract-" + service.name());
        if (Programs.run(command, home.root(), log, LIMIT_SECONDS) != 0) {
            throw new PlainFailure(
                    service.name() + " cannot be unpacked" + Readiness.lastWords(log));
        }
        try {
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new PlainFailure("cannot create " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Of the content: a reproducible build gives every jar the same date. */
    private static String fingerprint(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            long sum = 0;
            for (ZipEntry entry : Collections.list(zip.entries())) {
                sum = 31 * sum + entry.getName().hashCode();
                sum = 31 * sum + entry.getCrc();
            }
            return Long.toHexString(sum);
        } catch (IOException e) {
            throw new PlainFailure("cannot read " + jar + ": " + e.getMessage(), e);
        }
    }
}
