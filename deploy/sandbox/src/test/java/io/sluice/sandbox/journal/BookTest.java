package io.sluice.sandbox.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import reactor.core.publisher.Flux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

class BookTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MANY = 30_000;
    private static final int KEPT = 100;

    /** A number and how far it has come; over at three. */
    private record Count(long number, int steps) {
        Count further() {
            return new Count(number, steps + 1);
        }
    }

    private static final class Lines implements Book.Format<Count> {
        private final AtomicLong steps = new AtomicLong();

        @Override
        public Count read(byte[] line) {
            String[] parts = new String(line, StandardCharsets.US_ASCII).split(" ", -1);
            return new Count(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
        }

        @Override
        public byte[] write(Count count) {
            String padding = "x".repeat((int) (count.number() % 2000));
            return (count.number() + " " + count.steps() + " " + padding)
                    .getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public long number(Count count) {
            return count.number();
        }

        @Override
        public boolean isOver(Count count) {
            return count.steps() >= 3;
        }

        @Override
        public void changed(@Nullable Count before, Count after) {
            steps.addAndGet(after.steps() - (before == null ? 0 : before.steps()));
        }
    }

    private static void advance(Book<Count> book, long number, int times) {
        for (int i = 0; i < times; i++) {
            book.change(number, _ -> true, Count::further).block(PATIENCE);
        }
    }

    @Test
    void holdsFewInMemoryAndKnowsThemAllAlsoAfterARestart(@TempDir Path directory)
            throws IOException {
        Path file = directory.resolve("counts");
        Lines lines = new Lines();
        try (Book<Count> book = new Book<>(file, lines, KEPT)) {
            Flux.range(1, MANY)
                    .flatMap(
                            n ->
                                    book.open(new Count(n, 0))
                                            .then(
                                                    book.change(
                                                            n,
                                                            _ -> true,
                                                            count -> new Count(n, 3))),
                            64)
                    .blockLast(PATIENCE);
            advance(book, 7, 2);

            assertThat(book.inMemory()).isLessThan(KEPT + 200);
            assertThat(book.count()).isEqualTo(MANY);
            assertThat(book.get(7)).isEqualTo(new Count(7, 5));
            assertThat(book.get(MANY + 1L)).isNull();
            assertThat(book.after(MANY - 2L))
                    .containsExactly(new Count(MANY - 1L, 3), new Count(MANY, 3));
            assertThat(book.before(3)).containsExactly(new Count(2, 3), new Count(1, 3));
            assertThat(lines.steps.get()).isEqualTo(3L * MANY + 2);
        }
        Lines again = new Lines();
        try (Book<Count> book = new Book<>(file, again, KEPT)) {
            assertThat(again.steps.get()).isEqualTo(3L * MANY + 2);
            assertThat(book.get(7)).isEqualTo(new Count(7, 5));
            assertThat(book.after(0).mapToLong(Count::steps).sum()).isEqualTo(3L * MANY + 2);
            assertThat(book.inMemory()).isLessThan(KEPT + 200);
            advance(book, MANY, 1);
            assertThat(book.get(MANY)).isEqualTo(new Count(MANY, 4));
        }
    }

    @Test
    void rewritesTheFileWhenMostOfItIsOvertaken(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("counts");
        try (Book<Count> book = new Book<>(file, new Lines(), KEPT)) {
            for (int n = 1; n <= 200; n++) {
                book.open(new Count(n, 0)).block(PATIENCE);
                advance(book, n, 3);
            }
        }
        assertThat(Files.readAllLines(file)).hasSize(800);
        try (Book<Count> book = new Book<>(file, new Lines(), KEPT)) {
            assertThat(Files.readAllLines(file)).hasSize(200);
            advance(book, 5, 1);
            assertThat(book.get(5)).isEqualTo(new Count(5, 4));
            assertThat(book.get(200)).isEqualTo(new Count(200, 3));
        }
        try (Book<Count> book = new Book<>(file, new Lines(), KEPT)) {
            assertThat(book.get(5)).isEqualTo(new Count(5, 4));
        }
    }

    @Test
    void losesNoChangeThatComesWhileTheRecordLeavesTheMemory(@TempDir Path directory)
            throws IOException {
        try (Book<Count> book = new Book<>(directory.resolve("counts"), new Lines(), 1)) {
            for (int n = 1; n <= 50; n++) {
                book.open(new Count(n, 3)).block(PATIENCE);
            }
            Flux.range(0, 20_000)
                    .flatMap(i -> book.change(1 + i % 50, _ -> true, Count::further), 256)
                    .blockLast(PATIENCE);

            assertThat(book.after(0).mapToLong(Count::steps).sum()).isEqualTo(150 + 20_000);
        }
    }

    @Test
    void findsTheLatestNumberOfAKeyAmongManyAlike() {
        Fingerprints fingerprints = new Fingerprints();
        List<String> keys = IntStream.rangeClosed(1, 100_000).mapToObj(i -> "key-" + i).toList();
        for (int i = 1; i <= keys.size(); i++) {
            fingerprints.add(Fingerprints.hash(keys.get(i - 1)), i);
        }
        fingerprints.add(Fingerprints.hash("key-5"), 100_001);

        assertThat(
                        IntStream.rangeClosed(1, keys.size())
                                .filter(i -> i != 5)
                                .allMatch(i -> found(fingerprints, keys, i) == i))
                .isTrue();
        assertThat(fingerprints.find(Fingerprints.hash("key-5"), n -> n == 5 || n == 100_001))
                .isEqualTo(100_001);
        assertThat(fingerprints.find(Fingerprints.hash("another"), _ -> true)).isZero();
    }

    private static int found(Fingerprints fingerprints, List<String> keys, int i) {
        String key = keys.get(i - 1);
        return fingerprints.find(
                Fingerprints.hash(key), n -> n <= keys.size() && keys.get(n - 1).equals(key));
    }
}
