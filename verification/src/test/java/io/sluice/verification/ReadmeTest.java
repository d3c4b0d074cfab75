package io.sluice.verification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the README shows is what a user gets who types it. */
@ExtendWith(OnePlatform.class)
final class ReadmeTest {

    private static final Path README =
            Path.of(System.getProperty("sluice.root", "..")).resolve("README.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```$");
    private static final Pattern ADDRESS = Pattern.compile("localhost:(\\d{4})");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<String> blocks = blocks();

    private static List<String> blocks() {
        try {
            return BLOCK.matcher(Files.readString(README))
                    .results()
                    .map(block -> block.group(1).strip())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The block after the first one that begins so. */
    private String shownAfter(String command) {
        return blocks.get(blocks.indexOf(command) + 1);
    }

    private String command(String beginning) {
        return blocks.stream()
                .filter(block -> block.startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError("README: no command " + beginning));
    }

    private static String typed(String command) throws IOException, InterruptedException {
        String here =
                ADDRESS.matcher(command)
                        .replaceAll(
                                (MatchResult address) ->
                                        "localhost:"
                                                + RunningPlatform.port(
                                                        Integer.parseInt(address.group(1))));
        Process shell = new ProcessBuilder("bash", "-c", here).start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(here).isZero();
        return said.replace("\r", "").strip();
    }

    private static List<String> headerNames(String answer) {
        return answer.lines()
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.substring(0, line.indexOf(':')))
                .toList();
    }

    private static JsonNode body(String answer) {
        return JSON.readTree(answer.substring(answer.indexOf('{')));
    }

    @Test
    @Timeout(120)
    void oneWithdrawalIsOpenedAndShownAsTheReadmeSays() throws IOException, InterruptedException {
        String open = command("curl -i http://localhost:8080/external/withdrawals");
        String shown = shownAfter(open);

        String answer = typed(open);

        assertThat(answer.lines().findFirst()).isEqualTo(shown.lines().findFirst());
        assertThat(headerNames(answer)).isEqualTo(headerNames(shown));
        assertThat(body(answer).propertyNames()).isEqualTo(body(shown).propertyNames());
        assertThat(body(answer).path("referenceNo").stringValue()).startsWith("W-");
        assertThat(body(typed(open))).as("typed again").isEqualTo(body(answer));

        String look = command("curl -s http://localhost:8080/external/withdrawals/WITHDRAWAL_ID");
        JsonNode withdrawal =
                JSON.readTree(
                        typed(
                                look.replace(
                                        "WITHDRAWAL_ID",
                                        body(answer).path("withdrawalId").stringValue())));

        JsonNode promised = JSON.readTree(shownAfter(look));
        assertThat(withdrawal.propertyNames()).isEqualTo(promised.propertyNames());
        for (String same :
                List.of(
                        "externalUserId",
                        "externalUserLabel",
                        "amount",
                        "currency",
                        "targetIban")) {
            assertThat(withdrawal.path(same)).as(same).isEqualTo(promised.path(same));
        }
    }

    @Test
    void everyFolderOfTheMapIsThere() throws IOException {
        List<String> folders =
                Pattern.compile("(?m)^\\| `([a-z/-]+)/`")
                        .matcher(Files.readString(README))
                        .results()
                        .map(row -> row.group(1))
                        .toList();

        assertThat(folders).isNotEmpty();
        try (Stream<String> missing =
                folders.stream().filter(f -> !Files.isDirectory(README.resolveSibling(f)))) {
            assertThat(missing).isEmpty();
        }
    }
}
