package io.sluice.deployment;

import io.sluice.contracts.TopicAccess;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The project's folder, its services and the ports that docs promise. */
final class Project {

    static final Path ROOT =
            Path.of(System.getProperty("sluice.root", "..")).toAbsolutePath().normalize();

    static final Map<String, Integer> PORTS =
            Map.of(
                    "withdrawal-api", 8080,
                    "ledger-service", 8081,
                    "gateway-adapter", 8082,
                    "webhook-ingest", 8083);

    static final List<String> OUTER = List.of("withdrawal-api", "webhook-ingest");

    private Project() {}

    static List<String> services() {
        return TopicAccess.ALL.stream().map(TopicAccess::service).toList();
    }

    static String text(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every document of a YAML text, anchors and merge keys resolved. */
    static List<JsonNode> documents(String yaml) {
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml)) {
            if (document != null) {
                documents.add(JsonMapper.shared().valueToTree(document));
            }
        }
        return documents;
    }
}
