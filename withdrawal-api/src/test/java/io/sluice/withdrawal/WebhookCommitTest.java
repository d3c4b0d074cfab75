package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;

/**
 * Alone, not beside other tests of the stage: while events are refused, every commit that holds one
 * is.
 */
@ExtendWith(WebhookStage.Shared.class)
class WebhookCommitTest {

    @Test
    void anEventIsStoredInTheCommitOfItsChangeOrNeitherIs(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        WithdrawalId id = site.open(1000);
        WithdrawalRequested asked = stage.ledger().requested(id);
        site.awaitTypes(id, "withdrawal.created");
        stage.api().execute(REFUSE_EVENTS.formatted(site.key()));
        try {
            assertThat(stage.api().open(site.apiKey(), "user-1", "2000").status())
                    .isGreaterThanOrEqualTo(500);
            assertThat(refusals(stage)).isEqualTo(1);
            assertThat(withdrawals(stage, site)).containsExactly("PENDING_REVIEW");

            stage.ledger().reserves(asked);
            stage.ledger().authorizes(asked, Site.payout(asked), 1000);
            Await.until(() -> "the ledger's word is taken up", () -> refusals(stage) > 1);
            assertThat(withdrawals(stage, site)).containsExactly("PENDING_REVIEW");
        } finally {
            stage.api().execute("DROP TRIGGER refuse_events ON partner_event");
        }
        Await.until(
                () -> "the change and its event",
                () ->
                        withdrawals(stage, site).equals(List.of("APPROVED"))
                                && site.events("?eventType=withdrawal.approved").size() == 1);
    }

    /** The sequence counts tries, whose transactions leave nothing else behind. */
    private static final String REFUSE_EVENTS =
            """
            CREATE SEQUENCE refused_events START 1;
            CREATE FUNCTION refuse_events() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NEW.application_key = '%s' THEN
                PERFORM nextval('refused_events');
                RAISE EXCEPTION 'refused' USING ERRCODE = 'disk_full';
              END IF;
              RETURN NEW;
            END $$;
            CREATE TRIGGER refuse_events BEFORE INSERT ON partner_event
            FOR EACH ROW EXECUTE FUNCTION refuse_events();
            """;

    private static int refusals(WebhookStage stage) {
        return Integer.parseInt(
                stage.api()
                        .query(
                                "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM refused_events")
                        .getFirst());
    }

    private static List<String> withdrawals(WebhookStage stage, Site site) {
        return stage.api()
                .query(
                        "SELECT status FROM withdrawal WHERE application_key = '%s'"
                                .formatted(site.key()));
    }
}
