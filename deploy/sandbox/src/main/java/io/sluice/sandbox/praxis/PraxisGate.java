package io.sluice.sandbox.praxis;

import io.sluice.sandbox.signature.PraxisSignature;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** What every request must show before its contents count. */
final class PraxisGate {

    private final PraxisSettings settings;
    private final PraxisSignature signature;
    private final Clock clock;

    PraxisGate(PraxisSettings settings, Clock clock) {
        this.settings = settings;
        this.signature = new PraxisSignature(settings.merchantSecret());
        this.clock = clock;
    }

    boolean allows(@Nullable String address) {
        return settings.allowedAddresses().isEmpty()
                || (address != null && settings.allowedAddresses().contains(address));
    }

    /**
     * @param signedFields the method's fields in their documented order
     */
    void check(Fields fields, String given, List<String> signedFields) throws Fields.Refused {
        if (!fields.text("merchant_id", 50).equals(settings.merchantId())) {
            throw new Fields.Refused(401, "merchant_id: unknown");
        }
        List<@Nullable String> values = new ArrayList<>();
        for (String name : signedFields) {
            values.add(fields.signed(name));
        }
        if (!signature.verifies(given, values)) {
            throw new Fields.Refused("signature invalid");
        }
        if (!fields.text("version", 3).equals(Wire.VERSION)) {
            throw new Fields.Refused("version: not supported (expected: 1.3)");
        }
        if (!settings.applicationKeys().contains(fields.text("application_key", 32))) {
            throw new Fields.Refused(401, "application_key: unknown");
        }
        checkAge(fields.whole("timestamp"));
    }

    private void checkAge(long timestamp) throws Fields.Refused {
        long age = clock.instant().getEpochSecond() - timestamp;
        if (age < 0) {
            throw new Fields.Refused("timestamp: in the future (expected: now)");
        }
        if (age > settings.timestampAge().toSeconds()) {
            throw new Fields.Refused(
                    "timestamp: %d s old (expected: at most %d)"
                            .formatted(age, settings.timestampAge().toSeconds()));
        }
    }
}
