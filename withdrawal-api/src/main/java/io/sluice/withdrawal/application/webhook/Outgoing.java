package io.sluice.withdrawal.application.webhook;

import io.sluice.withdrawal.application.AgentSignature;
import io.sluice.withdrawal.application.Opening;
import io.sluice.withdrawal.application.PartnerSecrets;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.webhook.Verdict;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One attempt, stamped and signed now: what is posted, and how the answer is judged. */
record Outgoing(Map<String, String> headers, String body, boolean isNotice, List<String> secrets) {

    private static final String OTHER_ACK_HEADER = "external-request-signature";
    private static final int GONE = 410;

    static Outgoing of(
            Deliveries.Claimed claimed,
            Application application,
            PartnerSecrets secrets,
            Instant now) {
        Opening.Notice notice = claimed.notice();
        return notice == null
                ? webhook(
                        claimed.eventId().toString(),
                        claimed.body(),
                        secrets.webhook(application.applicationKey()),
                        now)
                : notice(application, notice, secrets.praxis(application.merchantId()), now);
    }

    static Outgoing webhook(String id, String body, List<String> secrets, Instant now) {
        return new Outgoing(WebhookSignature.headers(id, now, body, secrets), body, false, secrets);
    }

    private static Outgoing notice(
            Application application, Opening.Notice notice, List<String> secrets, Instant now) {
        String seconds = Long.toString(now.getEpochSecond());
        String unstamped = notice.body().substring(0, notice.body().length() - 1);
        String signature =
                AgentSignature.of(
                        List.of(
                                application.merchantId(),
                                application.applicationKey(),
                                seconds,
                                notice.signed()),
                        secrets.isEmpty() ? "" : secrets.getFirst());
        return new Outgoing(
                Map.of(AgentSignature.HEADER, signature),
                unstamped + ",\"timestamp\":" + seconds + "}",
                true,
                secrets);
    }

    Verdict judge(Endpoints.Answer answer) {
        Integer status = answer.status();
        if (status == null) {
            String error = answer.error() == null ? "no answer" : answer.error();
            return new Verdict.Failed(error, null);
        }
        if (status == GONE) {
            return new Verdict.Gone();
        }
        if (status < 200 || status >= 300) {
            return new Verdict.Failed(
                    "status: " + status + " (expected: 2xx)", answer.retryAfter());
        }
        return isNotice && !isAcknowledged(answer)
                ? new Verdict.Failed("acknowledgement: not status 0", null)
                : new Verdict.Delivered();
    }

    /** Status 0; where it is signed, the signature must hold. */
    private boolean isAcknowledged(Endpoints.Answer answer) {
        if (answer.start() == null) {
            return false;
        }
        JsonNode said;
        try {
            said = JsonMapper.shared().readTree(answer.start());
        } catch (JacksonException _) {
            return false;
        }
        if (!said.path("status").isIntegralNumber() || said.path("status").asInt() != 0) {
            return false;
        }
        return answer.signature() == null
                || AgentSignature.verifiedBy(
                                answer.signature(),
                                List.of("0", AgentSignature.text(said.get("timestamp"))),
                                secrets)
                        .isPresent();
    }

    /** The headers in which a partner may sign its acknowledgement. */
    static List<String> acknowledgementHeaders() {
        return List.of(AgentSignature.HEADER, OTHER_ACK_HEADER);
    }

    @Override
    public String toString() {
        return "Outgoing[withheld]";
    }
}
