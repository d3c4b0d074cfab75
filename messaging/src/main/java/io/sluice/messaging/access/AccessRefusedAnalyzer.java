package io.sluice.messaging.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says a refusal as one sentence instead of a stack trace. */
final class AccessRefusedAnalyzer extends AbstractFailureAnalyzer<AccessRefused> {

    @Override
    protected FailureAnalysis analyze(Throwable root, AccessRefused refused) {
        return new FailureAnalysis(refused.getMessage(), refused.expected(), refused);
    }
}
