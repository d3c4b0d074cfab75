package io.sluice.local.security;

import io.sluice.local.process.Home;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.process.Secrets;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * How the parts of this installation talk: in the clear, or, where its data was made with {@code
 * --secure}, with TLS, with a login and the least rights for each service. The data decides, so that
 * every command finds it out by itself.
 */
public final class Security {

    /** The broker's own user, and the launcher's; may do everything. */
    public static final String ADMINISTRATOR = "admin";

    private static final String MECHANISM = "SCRAM-SHA-512";

    private final Certificates certificates;
    private final Secrets secrets;

    public Security(Home home, Secrets secrets) {
        this.certificates = new Certificates(home.certificates());
        this.secrets = secrets;
    }

    /** From here on this installation is a secured one. */
    public static void turnOn(Home home, List<String> names) {
        Certificates certificates = new Certificates(home.certificates());
        if (certificates.exist()) {
            return;
        }
        if (Files.exists(home.kafka(1)) || Files.exists(home.postgres())) {
            throw new PlainFailure(
                    "the data in "
                            + home.data()
                            + " was made without --secure: add --fresh to start with empty data");
        }
        certificates.create(home, names);
    }

    public boolean isOn() {
        return certificates.exist();
    }

    public Certificates certificates() {
        return certificates;
    }

    /** What a client of the broker needs beside its address, in Kafka's own words. */
    public Map<String, String> kafkaClient(String user) {
        if (!isOn()) {
            return Map.of();
        }
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificates.authority().toString(),
                "sasl.mechanism",
                MECHANISM,
                "sasl.jaas.config",
                login(user));
    }

    /** The login as Kafka reads it. */
    public String login(String user) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"%s\" password=\"%s\";".formatted(user, kafkaPassword(user));
    }

    public String kafkaPassword(String user) {
        return secrets.password("kafka." + user);
    }

    /** A client that trusts this installation. */
    public HttpClient.Builder httpClient() {
        HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        return isOn() ? client.sslContext(certificates.trust()) : client;
    }
}
