package io.sluice.verification.clear;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Words to be found in bytes: as they are, and as JSON, hexadecimal digits or Base64 of them. It
 * looks at each byte once, however many words there are: gigabytes are read in seconds.
 */
final class Needles {

    private static final int BYTE = 0xFF;
    private static final int BYTE_BITS = 8;
    private static final int BASE64_BITS = 6;
    private static final int PAIRS = 1 << (2 * BYTE_BITS);

    /** By their first two bytes. */
    private final List<List<byte[]>> byPair = new ArrayList<>();

    private final boolean[] begins = new boolean[PAIRS];

    Needles(Collection<String> words) {
        IntStream.range(0, PAIRS).forEach(_ -> byPair.add(List.of()));
        words.stream().flatMap(Needles::inEveryForm).distinct().forEach(this::add);
    }

    private void add(String needle) {
        byte[] bytes = needle.getBytes(UTF_8);
        int pair = pair(bytes, 0);
        List<byte[]> all = new ArrayList<>(byPair.get(pair));
        all.add(bytes);
        byPair.set(pair, all);
        begins[pair] = true;
    }

    /** The first of them that stands in there. */
    Optional<String> in(byte[] bytes) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            int pair = pair(bytes, i);
            if (begins[pair]) {
                for (byte[] needle : byPair.get(pair)) {
                    int end = i + needle.length;
                    if (end <= bytes.length
                            && Arrays.equals(bytes, i, end, needle, 0, needle.length)) {
                        return Optional.of(new String(needle, UTF_8));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static int pair(byte[] bytes, int at) {
        return ((bytes[at] & BYTE) << BYTE_BITS) | (bytes[at + 1] & BYTE);
    }

    private static Stream<String> inEveryForm(String word) {
        byte[] bytes = word.getBytes(UTF_8);
        Stream<String> base64 = IntStream.range(0, 3).mapToObj(i -> base64(bytes, i));
        return Stream.concat(
                Stream.of(word, escaped(word), HexFormat.of().formatHex(bytes)), base64);
    }

    /**
     * The characters that these bytes alone decide, wherever they begin in what is encoded. All of
     * them: four characters stand in gigabytes of sealed text by chance.
     */
    private static String base64(byte[] bytes, int before) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int first = (before * BYTE_BITS + BASE64_BITS - 1) / BASE64_BITS;
        return encoded.substring(first, shifted.length * BYTE_BITS / BASE64_BITS);
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
}
