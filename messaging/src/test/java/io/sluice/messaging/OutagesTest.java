package io.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.R2dbcBadGrammarException;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.R2dbcPermissionDeniedException;

import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

class OutagesTest {

    static Stream<Throwable> refusals() {
        return Stream.of(
                new TopicAuthorizationException("ledger.v1"),
                new SaslAuthenticationException("invalid credentials"),
                new R2dbcPermissionDeniedException("permission denied", "42501"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRightThatIsTakenAwayIsAnOutageAndNoRecordsFault(Throwable refusal) {
        assertThat(Outages.isOutage(refusal)).isTrue();
        assertThat(Outages.isOutage(new CompletionException(refusal))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"28000", "28P01", "42501", "3D000"})
    void soIsWhateverPostgresqlSaysOfIt(String state) {
        assertThat(Outages.isOutage(new R2dbcBadGrammarException("refused", state))).isTrue();
    }

    @Test
    void aRecordThatCannotBeWrittenIsNoOutage() {
        assertThat(Outages.isOutage(new R2dbcDataIntegrityViolationException("no", "23505")))
                .isFalse();
        assertThat(Outages.isOutage(new R2dbcBadGrammarException("no such column", "42703")))
                .isFalse();
        assertThat(Outages.isOutage(new SerializationException("no"))).isFalse();
    }
}
