package io.sluice.verification.simulation.service;

import io.sluice.messaging.DestinationSeal;
import io.sluice.messaging.EventCodec;

import tools.jackson.databind.json.JsonMapper;

/** What holds no state and is costly to make. */
public final class Shared {

    public static final EventCodec CODEC = new EventCodec();
    static final JsonMapper JSON = JsonMapper.shared();
    static final DestinationSeal SEAL =
            new DestinationSeal("c2ltdWxhdGlvbi1vbmx5LWtleS1vZi0zMi1ieXRlczE=");

    private Shared() {}
}
