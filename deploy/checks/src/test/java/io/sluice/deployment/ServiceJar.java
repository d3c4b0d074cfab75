package io.sluice.deployment;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * What a service's jar says of its own settings: Spring's metadata, our own and the libraries', and
 * the variables that its application files name.
 */
final class ServiceJar {

    private static final String METADATA = "spring-configuration-metadata.json";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+)[:}]");
    private static final Pattern INDEX = Pattern.compile("_[0-9]+(_|$)");

    private final Set<String> names = new HashSet<>();
    private final Set<String> maps = new HashSet<>();

    private ServiceJar() {}

    /** Reads the executable jar that the build made. */
    static ServiceJar of(String service) {
        Path module = Path.of(service.equals("sandbox") ? "deploy/sandbox" : service);
        Path jar =
                Project.ROOT
                        .resolve(module)
                        .resolve("target/" + service + "-0.1.0-SNAPSHOT-app.jar");
        ServiceJar settings = new ServiceJar();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    settings.read(entry.getName(), in);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    /** Whether the service reads the variable, by Spring's relaxed binding or by its name. */
    boolean reads(String variable) {
        String plain = INDEX.matcher(variable).replaceAll("$1");
        return names.contains(plain)
                || maps.stream().anyMatch(map -> variable.startsWith(map + "_"));
    }

    private void read(String name, InputStream in) throws IOException {
        if (name.endsWith(METADATA)) {
            metadata(in.readAllBytes());
        } else if (name.matches(".*/(application|sluice-)[a-z-]*\\.yaml")) {
            placeholders(in);
        } else if (name.matches("BOOT-INF/classes/.*\\.class")) {
            // The constants of @Value.
            placeholders(in);
        } else if (name.startsWith("BOOT-INF/lib/")) {
            try (ZipInputStream nested =
                    new ZipInputStream(new ByteArrayInputStream(in.readAllBytes()))) {
                for (ZipEntry each = nested.getNextEntry();
                        each != null;
                        each = nested.getNextEntry()) {
                    read("nested/" + each.getName(), nested);
                }
            }
        }
    }

    private void placeholders(InputStream in) throws IOException {
        String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        PLACEHOLDER.matcher(text).results().forEach(found -> names.add(found.group(1)));
    }

    private void metadata(byte[] json) {
        for (JsonNode property : JsonMapper.shared().readTree(json).path("properties")) {
            String type = property.path("type").asString("");
            Set<String> open =
                    type.startsWith("java.util.Map") || type.startsWith("java.util.List")
                            ? maps
                            : names;
            variables(property.path("name").asString())
                    .forEach(
                            name -> {
                                names.add(name);
                                open.add(name);
                            });
        }
    }

    /** Spring takes a dash for nothing, and for an underscore as well. */
    private static Stream<String> variables(String property) {
        return Stream.of(property.replace("-", ""), property.replace('-', '_'))
                .map(name -> name.replace('.', '_').toUpperCase(Locale.ROOT));
    }
}
