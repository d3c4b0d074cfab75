package io.sluice.local.server;

import io.sluice.local.security.Security;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The broker that a command means: this installation's, with its login where it is secured, or the
 * one that {@code SLUICE_KAFKA} names, with the settings that a service of that broker is given.
 */
public final class BrokerAddress {

    private static final String NAMED = "SLUICE_KAFKA";
    private static final String KAFKA = "SPRING_KAFKA_";
    private static final String ANY = "PROPERTIES_";

    /** Those that Spring calls otherwise than Kafka. */
    private static final Map<String, String> WORDS =
            Map.of(
                    "SECURITY_PROTOCOL", "security.protocol",
                    "SSL_TRUST_STORE_TYPE", "ssl.truststore.type",
                    "SSL_TRUST_STORE_LOCATION", "ssl.truststore.location",
                    "SSL_TRUST_STORE_PASSWORD", "ssl.truststore.password",
                    "SSL_KEY_STORE_TYPE", "ssl.keystore.type",
                    "SSL_KEY_STORE_LOCATION", "ssl.keystore.location",
                    "SSL_KEY_STORE_PASSWORD", "ssl.keystore.password");

    private BrokerAddress() {}

    /** A client's settings, in Kafka's own words. */
    public static Map<String, Object> of(
            Map<String, String> environment, Security security, int localPort) {
        Map<String, Object> settings = new HashMap<>();
        String servers = environment.get(NAMED);
        if (servers == null) {
            settings.putAll(security.kafkaClient(Security.ADMINISTRATOR));
            settings.put("bootstrap.servers", "localhost:" + localPort);
            return settings;
        }
        environment.forEach(
                (name, value) -> {
                    if (name.startsWith(KAFKA)) {
                        put(settings, name.substring(KAFKA.length()), value);
                    }
                });
        settings.put("bootstrap.servers", servers);
        return settings;
    }

    private static void put(Map<String, Object> settings, String name, String value) {
        String word = WORDS.get(name);
        if (word != null) {
            settings.put(word, value.startsWith("file:") ? path(value) : value);
        } else if (name.startsWith(ANY)) {
            settings.put(
                    name.substring(ANY.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
        }
    }

    private static String path(String file) {
        return Path.of(URI.create(file).getPath()).toString();
    }
}
