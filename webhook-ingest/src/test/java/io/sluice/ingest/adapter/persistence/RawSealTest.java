package io.sluice.ingest.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ingest.application.Delivery;
import io.sluice.ingest.domain.CallbackId;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

final class RawSealTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String OTHER_KEY =
            Base64.getEncoder()
                    .encodeToString(
                            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    private final CallbackId id = CallbackId.mint(Instant.EPOCH, new Random(1));
    private final CallbackId otherId = CallbackId.mint(Instant.EPOCH, new Random(2));

    @Test
    void whatIsSealedOpensForItsOwnCallbackOnly() {
        RawSeal seal = new RawSeal(KEY, List.of());
        byte[] clear = "Ayşe".getBytes(StandardCharsets.UTF_8);

        byte[] sealed = seal.seal(id, clear);

        assertThat(seal.open(id, seal.keyId(), sealed)).isEqualTo(clear);
        assertThat(sealed).hasSize(12 + clear.length + 16);
        assertThat(seal.seal(id, clear)).isNotEqualTo(sealed);
        assertThatThrownBy(() -> seal.open(otherId, seal.keyId(), sealed))
                .isInstanceOf(IllegalStateException.class);
        sealed[20] ^= 1;
        assertThatThrownBy(() -> seal.open(id, seal.keyId(), sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEarlierKeyStillOpensAndTheNewOneSeals() {
        RawSeal before = new RawSeal(KEY, List.of());
        RawSeal after = new RawSeal(OTHER_KEY, List.of(KEY));
        byte[] sealed = before.seal(id, new byte[] {7});

        assertThat(after.open(id, before.keyId(), sealed)).containsExactly(7);
        assertThat(after.keyId()).isNotEqualTo(before.keyId());
        assertThatThrownBy(() -> new RawSeal(OTHER_KEY, List.of()).open(id, before.keyId(), sealed))
                .hasMessageContaining("is not configured");
    }

    @Test
    void aKeyIsThirtyTwoBytes() {
        for (String wrong : List.of("", "AAAA", "not base64 !", KEY + "AA")) {
            assertThatThrownBy(() -> new RawSeal(wrong, List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("sluice.ingest.callback-key: (expected: base64 of 32 bytes)");
        }
    }

    @Test
    void headersAndBodyComeBackAsTheyWere() {
        byte[] body = {0, -1, 13, 10};
        Delivery delivery =
                new Delivery(Map.of("A", List.of("1", "2"), "B", List.of("", "ş")), body);

        Delivery back = RawFrame.read(RawFrame.write(delivery));

        assertThat(back.headers()).isEqualTo(delivery.headers());
        assertThat(back.header("a")).containsExactly("1", "2");
        assertThat(back.body()).isEqualTo(body);
    }
}
