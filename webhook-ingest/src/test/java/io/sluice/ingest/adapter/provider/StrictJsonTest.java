package io.sluice.ingest.adapter.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ingest.application.UnreadableCallback;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

final class StrictJsonTest {

    @Test
    void numbersAreKeptAsTheyAreWritten() {
        Fields fields = parse("{\"a\":1.000000,\"b\":\"1.000000\",\"c\":1E+2,\"d\":-0,\"e\":null}");

        assertThat(fields.token("a", Shape.PRINTABLE)).isEqualTo("1.000000");
        assertThat(fields.token("b", Shape.PRINTABLE)).isEqualTo("1.000000");
        assertThat(fields.token("c", Shape.PRINTABLE)).isEqualTo("1E+2");
        assertThat(fields.token("d", Shape.PRINTABLE)).isEqualTo("-0");
        assertThat(fields.tokenOrNull("e", Shape.PRINTABLE)).isNull();
        assertThat(fields.tokenOrNull("f", Shape.PRINTABLE)).isNull();
    }

    @Test
    void onlyOneWholeObjectIsRead() {
        refused("");
        refused("null");
        refused("[]");
        refused("{\"a\":1} {}");
        refused("{\"a\":1}x");
        refused("{\"a\":1");
        refused("{\"a\":01}");
        refused("{\"a\":.5}");
        refused("{\"a\":NaN}");
        refused("{'a':1}");
        refused("{\"a\":1,}");
        refused("{/* */\"a\":1}");
        refused("\ufeff{\"a\":1}");
        refused("{\"a\":\"\u0001\"}");
    }

    @Test
    void aNameTwiceIsRefusedAtAnyDepth() {
        refused("{\"a\":1,\"a\":1}");
        refused("{\"a\":{\"b\":1,\"b\":2}}");
        refused("{\"a\":[{\"b\":1,\"\\u0062\":2}]}");
    }

    @Test
    void everythingHasALimit() {
        refused("{\"a\":".repeat(17) + "1" + "}".repeat(17));
        refused("{\"a\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}");
        refused("{\"a\":" + "9".repeat(65) + "}");
        refused("{\"a\":\"" + "x".repeat(16_385) + "\"}");
        refused("{\"" + "x".repeat(129) + "\":1}");
        refused("{\"a\":[" + "1,".repeat(5_000) + "1]}");
        refused("{\"a\":1" + " ".repeat(65_530) + "}");
        parse("{\"a\":".repeat(16) + "1" + "}".repeat(16));
    }

    @Test
    void onlyUtf8IsRead() {
        for (int[] bad : new int[][] {{0xc0, 0xaf}, {0xed, 0xa0, 0x80}, {0xff}, {0xe2, 0x82}}) {
            byte[] body = "{\"a\":\"....\"}".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < bad.length; i++) {
                body[6 + i] = (byte) bad[i];
            }
            assertThatThrownBy(() -> StrictJson.parse(body))
                    .isInstanceOf(UnreadableCallback.class)
                    .hasMessage("body: not UTF-8 (expected: JSON in UTF-8)");
        }
        assertThatThrownBy(() -> StrictJson.parse("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE)))
                .isInstanceOf(UnreadableCallback.class);
    }

    @Test
    void noMessageShowsContent() {
        assertThatThrownBy(() -> parse("{\"secret-name\": secret-value}"))
                .isInstanceOf(UnreadableCallback.class)
                .hasMessageNotContaining("secret");
    }

    private static void refused(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(UnreadableCallback.class);
    }

    private static Fields parse(String json) {
        return StrictJson.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
