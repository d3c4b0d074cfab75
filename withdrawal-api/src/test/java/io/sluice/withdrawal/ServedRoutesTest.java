package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.ServedRoutes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** The OpenAPI documents and the service hold each other; answers are held in every test. */
@ExtendWith(Stage.Shared.class)
class ServedRoutesTest {

    @Test
    void whatIsServedIsDescribedAndTheOtherWayRound(Stage stage) {
        ServedRoutes.check("withdrawal-api", stage.api().routers());
    }

    @Test
    void theDocumentIsShownAsAPageThatLoadsNothingFromElsewhere(Stage stage) {
        Api.Answer page = Api.send(stage.api().request("/docs").GET());
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).startsWith("text/html");
        assertThat(page.header("content-security-policy")).contains("default-src 'none'");
        assertThat(page.text()).doesNotContain("http://").doesNotContain("https://");
        for (String part :
                List.of("show.js", "swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png")) {
            assertThat(page.text()).contains("/docs/" + part);
            assertThat(Api.send(stage.api().request("/docs/" + part).GET()).status())
                    .as(part)
                    .isEqualTo(200);
        }
        assertThat(Api.send(stage.api().request("/docs/other.js").GET()).status()).isEqualTo(404);
        JsonNode document = Api.send(stage.api().request("/docs/openapi.json").GET()).json();
        assertThat(document).isEqualTo(Api.ANSWERS.document("openapi.yaml"));
    }
}
