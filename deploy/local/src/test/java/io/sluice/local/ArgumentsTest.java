package io.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.local.deadletter.DeadLetterRequest;
import io.sluice.local.service.Service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class ArgumentsTest {

    @Test
    void a_run_keeps_the_data_unless_told_otherwise() {
        assertThat(parse("run")).isEqualTo(new Arguments.Run(false, false, Service.ALL));
        assertThat(parse("run --secure")).isEqualTo(new Arguments.Run(false, true, Service.ALL));
        assertThat(parse("demo --secure --fresh")).isEqualTo(new Arguments.Demo(true, true));
        assertThat(parse("run --fresh")).isEqualTo(new Arguments.Run(true, false, Service.ALL));
    }

    @Test
    void a_run_starts_only_what_it_is_told_to() {
        assertThat(parse("run --only sandbox,ledger-service --fresh"))
                .isEqualTo(
                        new Arguments.Run(
                                true, false, List.of(Service.LEDGER_SERVICE, Service.SANDBOX)));
    }

    @Test
    void an_instance_is_named_by_its_service_and_port() {
        assertThat(parse("add ledger-service --port 8181"))
                .isEqualTo(new Arguments.Add(Service.LEDGER_SERVICE, 8181));
    }

    @Test
    void a_dead_letter_is_named_by_where_it_lies() {
        assertThat(parse("dlt list"))
                .isEqualTo(new Arguments.DeadLetters(new DeadLetterRequest.All()));
        assertThat(parse("dlt show payouts.v1.dlt 3 7"))
                .isEqualTo(
                        new Arguments.DeadLetters(new DeadLetterRequest.Show("payouts.v1", 3, 7)));
        assertThat(parse("dlt redrive payouts.v1"))
                .isEqualTo(
                        new Arguments.DeadLetters(
                                new DeadLetterRequest.Redrive("payouts.v1", null)));
        assertThat(parse("dlt discard payouts.v1 3 7 --reason seen"))
                .isEqualTo(
                        new Arguments.DeadLetters(
                                new DeadLetterRequest.Discard("payouts.v1", 3, 7, "seen")));
    }

    @ParameterizedTest
    @CsvSource({
        "run --fersh, --fersh",
        "run --secure --secure, --secure",
        "demo --only sandbox, --only",
        "run --only, --only",
        "run --only ledger, ledger",
        "status now, now",
        "start, start",
        "add ledger --port 8181, ledger",
        "add ledger-service --port 80x, 80x",
        "add ledger-service --port 99999, 99999",
        "remove ledger-service 8181, SERVICE --port N",
        "dlt, redrive TOPIC",
        "dlt show payouts.v9 3 7, payouts.v9",
        "dlt show payouts.v1 12 7, 12",
        "dlt discard payouts.v1 3 7, --reason TEXT",
    })
    void a_misspelt_word_is_named_with_what_was_expected(String words, String named) {
        assertThatExceptionOfType(Arguments.Misused.class)
                .isThrownBy(() -> parse(words))
                .withMessageContaining(named)
                .withMessageContaining("expected");
    }

    private static Arguments parse(String words) {
        return Arguments.parse(List.of(words.split(" ", -1)));
    }
}
