package io.sluice.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

class SecretsTest {

    @TempDir Path folder;

    private Path file;

    @BeforeEach
    void noFileYet() {
        file = folder.resolve("secrets.properties");
    }

    @Test
    void a_secret_is_drawn_once_and_stays() {
        String password = new Secrets(file).password("ledger_service");

        assertThat(new Secrets(file).password("ledger_service")).isEqualTo(password);
        assertThat(new Secrets(file).password("withdrawal_api")).isNotEqualTo(password);
    }

    @Test
    void a_key_has_32_bytes_in_base64() {
        assertThat(Base64.getDecoder().decode(new Secrets(file).key("SLUICE_CALLBACK_KEY")))
                .hasSize(32);
    }

    @Test
    void only_the_owner_reads_the_file() throws IOException {
        new Secrets(file).password("ledger_service");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
