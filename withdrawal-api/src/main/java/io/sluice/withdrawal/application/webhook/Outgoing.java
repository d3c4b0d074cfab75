package io.sluice.withdrawal.application.webhook;

import io.sluice.withdrawal.application.AgentSignature;
import io.sluice.withdrawal.application.Opening.Notice;
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

    private static final int GONE = 410;

    static Outgoing of(
            Message message, Application application, PartnerSecrets secrets, Instant now) {
        Notice notice = message.notice();
        return notice == null
                ? webhook(message, secrets.webhook(application.applicationKey()), now)
                : notice(application, notice, secrets.praxis(application.merchantId()), now);
    }

    private static Outgoing webhook(Message message, List<String> secrets, Instant now) {
        Map<String, String> headers =
                WebhookSignature.headers(
                        message.eventId().toString(), now, message.body(), secrets);
        return new Outgoing(headers, message.body(), false, secrets);
    }

    /** Praxis' signature has room for one: that of the newest secret. */
    private static Outgoing notice(
            Application application, Notice notice, List<String> secrets, Instant now) {
        String seconds = Long.toString(now.getEpochSecond());
        String unstamped = notice.body().substring(0, notice.body().length() - 1);
        List<String> values =
                List.of(
                        application.merchantId(),
                        application.applicationKey(),
                        seconds,
                        notice.signed());
        Map<String, String> headers =
                secrets.isEmpty()
                        ? Map.of()
                        : Map.of(
                                AgentSignature.HEADER,
                                AgentSignature.of(values, secrets.getFirst()));
        return new Outgoing(headers, unstamped + ",\"timestamp\":" + seconds + "}", true, secrets);
    }

    /** Nothing is sent that the partner could not verify. */
    boolean isSigned() {
        return !secrets.isEmpty();
    }

    Verdict judge(Endpoints.Answer answer) {
        Integer status = answer.status();
        if (status == null) {
            String error = answer.error() == null ? "answer: none" : answer.error();
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
                ? new Verdict.Failed("acknowledgement: another (expected: status 0)", null)
                : new Verdict.Delivered();
    }

    /** Status 0; where it is signed, the signature must hold. */
    private boolean isAcknowledged(Endpoints.Answer answer) {
        if (answer.body() == null) {
            return false;
        }
        JsonNode said;
        try {
            said = JsonMapper.shared().readTree(answer.body());
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

    @Override
    public String toString() {
        return "Outgoing[withheld]";
    }
}
