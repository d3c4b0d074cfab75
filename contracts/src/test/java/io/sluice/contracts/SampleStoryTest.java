package io.sluice.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;

import java.util.Currency;
import java.util.List;
import java.util.UUID;

/** The samples belong to one wallet, and their ids say so. */
class SampleStoryTest {

    private static final WalletKey WALLET =
            new WalletKey("Test-Integration-Merchant", "user-12345", Currency.getInstance("TRY"));

    static List<Class<? extends SluiceEvent>> events() {
        return Documents.events();
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyIdCarriesTheWalletsSlot(Class<? extends SluiceEvent> event) {
        JsonNode sample = Documents.sample(event);
        for (String name : List.of("withdrawalId", "payoutId")) {
            if (sample.has(name)) {
                UUID id = UUID.fromString(sample.path(name).asString());
                assertThat(SlottedId.checked(id, name)).isEqualTo(id);
                assertThat(new PayoutId(id).slot()).isEqualTo(WALLET.slot());
            }
        }
        if (sample.has("accountId")) {
            assertThat(sample.path("accountId").asString())
                    .isEqualTo(WALLET.accountId().toString());
        }
        if (sample.has("ledgerPartition")) {
            assertThat(sample.path("ledgerPartition").asInt())
                    .isEqualTo(WALLET.slot().partition(Topics.PARTITIONS));
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void theTotalsAddUp(Class<? extends SluiceEvent> event) {
        JsonNode totals = Documents.sample(event).path("totals");
        if (totals.isObject()) {
            assertThat(
                            new Totals(
                                    amount(totals, "requested"),
                                    amount(totals, "settled"),
                                    amount(totals, "released"),
                                    amount(totals, "returned"),
                                    amount(totals, "outstanding")))
                    .isNotNull();
        }
    }

    private static long amount(JsonNode totals, String name) {
        return Long.parseLong(totals.path(name).asString());
    }
}
