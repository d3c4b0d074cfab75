package io.sluice.local.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.local.process.Home;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.process.Secrets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

class CertificatesTest {

    @TempDir Path folder;

    @Test
    void each_part_has_a_certificate_for_localhost_signed_by_the_installations_own_authority()
            throws Exception {
        Home home = home();

        Security.turnOn(home, List.of("kafka"));

        Certificates made = new Security(home, new Secrets(home.secrets())).certificates();
        X509Certificate authority = read(made.authority());
        X509Certificate kafka = read(made.certificate("kafka"));
        kafka.verify(authority.getPublicKey());
        assertThat(kafka.getSubjectX500Principal().getName()).isEqualTo("CN=kafka");
        assertThat(kafka.getSubjectAlternativeNames())
                .contains(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
        assertThat(kafka.getBasicConstraints()).as("signs nothing").isEqualTo(-1);
        assertThat(Files.readString(made.key("kafka"))).contains("-----BEGIN PRIVATE KEY-----");
        assertThat(made.trust().getProtocol()).isEqualTo("TLS");
        try (Stream<Path> files = Files.list(home.certificates())) {
            assertThat(files)
                    .noneMatch(file -> file.endsWith("certificates.p12"))
                    .filteredOn(file -> file.toString().endsWith(".key"))
                    .allSatisfy(
                            key ->
                                    assertThat(
                                                    PosixFilePermissions.toString(
                                                            Files.getPosixFilePermissions(key)))
                                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void data_that_was_made_in_the_clear_is_not_secured_afterwards() throws IOException {
        Home home = home();
        Files.createDirectories(home.kafka(1));

        assertThatExceptionOfType(PlainFailure.class)
                .isThrownBy(() -> Security.turnOn(home, List.of("kafka")))
                .withMessageContaining("was made without --secure")
                .withMessageContaining("--fresh");
        assertThat(home.certificates()).doesNotExist();
    }

    private Home home() {
        Home home = Home.of(folder);
        home.create();
        return home;
    }

    private static X509Certificate read(Path pem) throws Exception {
        try (InputStream in = Files.newInputStream(pem)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
