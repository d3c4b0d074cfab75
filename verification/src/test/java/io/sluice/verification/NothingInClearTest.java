package io.sluice.verification;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.contracts.Topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a demo leaves behind, in every log, topic and database of ours, holds no IBAN, no name and no
 * secret: not in clear, and not as JSON, hexadecimal digits or Base64 of it.
 */
@ExtendWith(OnePlatform.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NothingInClearTest {

    private static final List<String> PERSONAL =
            List.of(Outside.IBAN, Outside.HOLDER, "Yılmaz", "TR330006100519786457841326");
    private static final List<String> SECRET =
            List.of(
                    "sk_test_",
                    "operator-demo-token",
                    "viewer-demo-token",
                    "whsec_",
                    "MerchantSecretKey");
    private static final Duration POLL = Duration.ofMillis(200);

    private final List<String> needles =
            Stream.concat(PERSONAL.stream(), SECRET.stream())
                    .flatMap(NothingInClearTest::inEveryForm)
                    .distinct()
                    .toList();
    private Command demo;

    @BeforeAll
    void payOut() {
        demo = Command.run("demo");
        assertThat(demo.exit()).as(demo.output()).isZero();
    }

    @Test
    void logsHoldNothing() throws IOException {
        assertNothingIn("the demo's output", demo.output());
        try (Stream<Path> logs = Files.walk(OnePlatform.DATA.resolve("logs"))) {
            List<Path> files = logs.filter(Files::isRegularFile).toList();
            assertThat(files).hasSizeGreaterThan(6);
            for (Path file : files) {
                String log = Files.readString(file, ISO_8859_1);
                assertNothingIn(file.toString(), new String(log.getBytes(ISO_8859_1), UTF_8));
                for (String password : passwords()) {
                    assertThat(log.contains(password)).as("a password in " + file).isFalse();
                }
            }
        }
    }

    @Test
    void topicsHoldNothing() {
        List<TopicPartition> partitions =
                Topics.ALL.stream()
                        .flatMap(topic -> Stream.of(topic, Topics.deadLetter(topic)))
                        .flatMap(
                                topic ->
                                        IntStream.range(0, Topics.PARTITIONS)
                                                .mapToObj(part -> new TopicPartition(topic, part)))
                        .toList();
        int records = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", "localhost:" + RunningPlatform.port(19092)),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    StringBuilder text = new StringBuilder(new String(record.value(), UTF_8));
                    record.headers().forEach(h -> text.append(new String(h.value(), UTF_8)));
                    assertNothingIn(record.topic(), text.toString());
                    records++;
                }
            }
        }
        assertThat(records).as("records of four withdrawals").isGreaterThan(20);
    }

    @Test
    void databasesHoldNothing() throws SQLException {
        int rows = 0;
        for (String database :
                List.of("withdrawal_api", "ledger_service", "gateway_adapter", "webhook_ingest")) {
            rows += readAll(database);
        }
        assertThat(rows).as("rows of four withdrawals").isGreaterThan(50);
    }

    private int readAll(String database) throws SQLException {
        String url = "jdbc:postgresql://localhost:" + RunningPlatform.port(15432) + "/" + database;
        int rows = 0;
        try (Connection connection =
                        DriverManager.getConnection(
                                url, "postgres", secrets().getProperty("password.postgres"));
                Statement statement = connection.createStatement()) {
            for (String table : tables(statement)) {
                try (ResultSet all =
                        statement.executeQuery("SELECT t::text FROM " + table + " AS t")) {
                    while (all.next()) {
                        assertNothingIn(database + ": " + table, all.getString(1));
                        rows++;
                    }
                }
            }
        }
        return rows;
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet names =
                statement.executeQuery(
                        """
                        SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
                        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
                        """)) {
            while (names.next()) {
                tables.add(names.getString(1));
            }
        }
        return tables;
    }

    private void assertNothingIn(String where, String text) {
        for (String needle : needles) {
            assertThat(text.contains(needle)).as(needle + " in " + where).isFalse();
        }
    }

    private static Stream<String> inEveryForm(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        Stream<String> base64 = IntStream.range(0, 3).mapToObj(i -> base64(bytes, i));
        return Stream.concat(
                Stream.of(text, escaped(text), HexFormat.of().formatHex(bytes)), base64);
    }

    /** The characters that these bytes become wherever they begin in what is encoded. */
    private static String base64(byte[] bytes, int before) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        int whole = shifted.length - shifted.length % 3;
        String encoded = Base64.getEncoder().encodeToString(Arrays.copyOf(shifted, whole));
        return encoded.substring(before == 0 ? 0 : 4);
    }

    private static String escaped(String text) {
        StringBuilder json = new StringBuilder();
        text.chars()
                .forEach(
                        c ->
                                json.append(
                                        c < 128
                                                ? Character.toString(c)
                                                : String.format("\\u%04x", c)));
        return json.toString();
    }

    private static List<String> passwords() {
        Properties secrets = secrets();
        return secrets.stringPropertyNames().stream().map(secrets::getProperty).toList();
    }

    private static Properties secrets() {
        Properties secrets = new Properties();
        try (InputStream file =
                Files.newInputStream(OnePlatform.DATA.resolve("secrets.properties"))) {
            secrets.load(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return secrets;
    }
}
