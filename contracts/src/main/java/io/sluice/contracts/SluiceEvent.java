package io.sluice.contracts;

/**
 * What crosses Kafka. On the wire each record is a JSON object with its components' names; a {@code
 * long} is an amount in minor units and travels as a decimal string, an id as its text, a currency
 * as its ISO 4217 code, a time as ISO 8601 in UTC, an enum constant in kebab case ({@code look-up});
 * {@code isFinal} is called {@code final}; null components are left out and unknown members ignored.
 */
public sealed interface SluiceEvent
        permits WithdrawalEvent,
                LedgerCommand,
                LedgerEvent,
                PayoutStatusReported,
                PayoutStatusClaimed,
                PayoutEvent {

    String topic();

    /** The CloudEvents subject: the withdrawal id, or the wallet's account where there is none. */
    String subject();

    /** The record's key. */
    default String key() {
        return subject();
    }

    /** The partition, of {@code partitions}, that the wallet's slot gives. */
    int partition(int partitions);

    /** The stable logical name: {@code sluice.withdrawal-requested.v1}. */
    default String type() {
        return type(getClass());
    }

    /** The stable logical name of an event class, from its simple name in kebab case. */
    static String type(Class<? extends SluiceEvent> event) {
        StringBuilder name = new StringBuilder();
        for (char letter : event.getSimpleName().toCharArray()) {
            if (Character.isUpperCase(letter) && !name.isEmpty()) {
                name.append('-');
            }
            name.append(Character.toLowerCase(letter));
        }
        return "sluice." + name + ".v1";
    }
}
