package io.sluice.verification.simulation.service;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.application.Vault;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.messaging.Destination;

import java.nio.charset.StandardCharsets;

/** Seals nothing, so that the same seed writes the same; the API's seal is opened for real. */
final class ClearVault implements Vault {

    @Override
    public Destination open(PayoutOrder order) {
        return Shared.SEAL.open(order.withdrawalId(), order.destination());
    }

    @Override
    public String seal(PayoutId payout, int attempt, byte[] request) {
        return new String(request, StandardCharsets.UTF_8);
    }

    @Override
    public byte[] open(PayoutId payout, int attempt, String sealedRequest) {
        return sealedRequest.getBytes(StandardCharsets.UTF_8);
    }
}
