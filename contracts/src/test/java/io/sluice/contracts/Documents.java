package io.sluice.contracts;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The documents beside the code, and the event classes that they must name. */
final class Documents {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    private Documents() {}

    /** Every event class, found through the sealed hierarchy. */
    static List<Class<? extends SluiceEvent>> events() {
        return leaves(SluiceEvent.class).toList();
    }

    private static Stream<Class<? extends SluiceEvent>> leaves(Class<? extends SluiceEvent> type) {
        if (!type.isSealed()) {
            return Stream.of(type);
        }
        return Arrays.stream(type.getPermittedSubclasses())
                .map(permitted -> permitted.<SluiceEvent>asSubclass(SluiceEvent.class))
                .flatMap(Documents::leaves);
    }

    /** {@code funds-settled} for FundsSettled. */
    static String kebabName(Class<? extends SluiceEvent> event) {
        return kebab(event.getSimpleName());
    }

    static String kebab(String camel) {
        return camel.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    static JsonNode sample(Class<? extends SluiceEvent> event) {
        return JSON.readTree(text("samples/v1/" + kebabName(event) + ".json"));
    }

    static JsonNode schema(Class<? extends SluiceEvent> event) {
        return JSON.readTree(text("schemas/v1/" + kebabName(event) + ".schema.json"));
    }

    static JsonNode yaml(String name) {
        return YAML.readTree(text(name));
    }

    /** The text of a resource beside the contracts' classes. */
    static String text(String name) {
        try (InputStream in = Documents.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException(name + ": missing (expected: a resource)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the files in a resource folder that end so, without the ending. */
    static Set<String> names(String folder, String ending) {
        try (Stream<Path> files = Files.list(path(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path(String folder) {
        URL url = Documents.class.getResource(folder);
        if (url == null) {
            throw new IllegalArgumentException(folder + ": missing (expected: a folder)");
        }
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(folder, e);
        }
    }
}
