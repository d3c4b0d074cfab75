package io.sluice.gateway.adapter.provider.pientegra;

import io.sluice.gateway.adapter.provider.ProviderContract;
import io.sluice.gateway.application.Gateway;

import java.time.Clock;

class PientegraContractTest extends ProviderContract {

    @Override
    protected Gateway gateway(String sandboxUrl) {
        return new PientegraConfiguration()
                .pientegra(
                        new PientegraSettings(
                                sandboxUrl + "/pientegra/api/v1",
                                "sk_sandbox_sluice_ZGVtby1vdXRib3VuZC1rZXk",
                                settings()),
                        Clock.systemUTC());
    }
}
