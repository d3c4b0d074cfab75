package io.sluice.withdrawal.adapter.http;

import io.sluice.withdrawal.domain.Application;

import tools.jackson.databind.node.ObjectNode;

/**
 * A verified call of a partner's agent.
 *
 * @param secret that verified it, and signs the answer
 * @param hash of the bytes and their signature: the same for the same signed request only
 * @param traceparent of the trace it belongs to
 */
record AgentCall(
        Application application, String secret, ObjectNode body, String hash, String traceparent) {

    @Override
    public String toString() {
        return "AgentCall[" + application.applicationKey() + ", withheld]";
    }
}
