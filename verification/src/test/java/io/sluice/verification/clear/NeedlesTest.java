package io.sluice.verification.clear;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

final class NeedlesTest {

    private static final String WORD = "Ayşe Yılmaz";

    private final Needles needles = new Needles(List.of("TR320010", WORD, "TR330010"));

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "abcd"})
    void aWordIsFoundInEveryForm(String before) {
        byte[] clear = (before + WORD + "!").getBytes(UTF_8);

        assertFound(clear);
        assertFound(HexFormat.of().formatHex(clear).getBytes(UTF_8));
        assertFound(Base64.getEncoder().encode(clear));
        assertFound((before + "Ay\\u015fe Y\\u0131lmaz").getBytes(UTF_8));
        assertThat(needles.in((before + "TR330010").getBytes(UTF_8))).hasValue("TR330010");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "T", "TR32001", "TR340010", "Ayşe", "TR31 TR32"})
    void whatIsNotThereIsNotFound(String text) {
        assertThat(needles.in(text.getBytes(UTF_8))).isEqualTo(Optional.empty());
    }

    @Test
    void sealedTextHasNoWordByChance() {
        byte[] sealed = new byte[12_000_000];
        new SplittableRandom(1).nextBytes(sealed);

        assertThat(new Needles(List.of("Yılmaz", "whsec_")).in(Base64.getEncoder().encode(sealed)))
                .isEqualTo(Optional.empty());
    }

    private void assertFound(byte[] text) {
        assertThat(needles.in(text)).as(new String(text, UTF_8)).isPresent();
    }
}
