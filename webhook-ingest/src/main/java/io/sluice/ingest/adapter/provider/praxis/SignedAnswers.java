package io.sluice.ingest.adapter.provider.praxis;

import io.sluice.ingest.application.Answer;
import io.sluice.ingest.application.CallbackProvider.Answers;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The acknowledgement, signed over status and timestamp with the secret that signed what it answers.
 * The sources disagree about the header's name: both are sent.
 */
final class SignedAnswers implements Answers {

    private static final String OTHER_HEADER = "external-request-signature";
    private static final int KEPT = 0;
    private static final int SEND_AGAIN = -1;

    private final String secret;

    SignedAnswers(String secret) {
        this.secret = secret;
    }

    @Override
    public Answer kept(Instant now) {
        return answer(200, KEPT, "Ok", now);
    }

    @Override
    public Answer notKept(Instant now) {
        return answer(503, SEND_AGAIN, "Not stored, send again", now);
    }

    private Answer answer(int httpStatus, int status, String description, Instant now) {
        long timestamp = now.getEpochSecond();
        String signature =
                PraxisSignature.sign(
                        List.of(Integer.toString(status), Long.toString(timestamp)), secret);
        return new Answer(
                httpStatus,
                Map.of(
                        "Content-Type",
                        "application/json; charset=utf-8",
                        PraxisSignature.HEADER,
                        signature,
                        OTHER_HEADER,
                        signature),
                "{\"status\":%d,\"description\":\"%s\",\"version\":\"1.3\",\"timestamp\":%d}"
                        .formatted(status, description, timestamp));
    }
}
