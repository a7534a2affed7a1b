package org.meridiandx.order.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class InstructionsIT {
    private static final String PATH = "/fhir/R4/ActivityDefinition";
    private static final String LANG = "{\"url\":\"lang\",\"valueCode\":\"cy\"}";
    private static final String CONTENT = "{\"url\":\"content\",\"valueString\":\"Peidiwch â bwyta.\"}";

    @Test
    void shouldGiveTheShippedInstructionsInWelshAsADraft() {
        // When
        var welsh = as("gp").header("Accept-Language", "cy, en;q=0.5").get(PATH + "/ct-head/$instructions");
        var polish = as("gp").header("Accept-Language", "pl").get(PATH + "/ct-head/$instructions");
        var none = as("gp").get(PATH + "/full-blood-count/$instructions");

        // Then
        var at = "parameter.find { it.name == '%s' }.%s";
        assertThat(welsh.jsonPath().getString(at.formatted("language", "valueCode")))
                .isEqualTo("cy");
        assertThat(welsh.jsonPath().getString(at.formatted("text", "valueMarkdown")))
                .contains("yn feichiog");
        assertThat(welsh.jsonPath().getString(at.formatted("status", "valueCode")))
                .isEqualTo("draft");
        assertThat(polish.jsonPath().getString(at.formatted("language", "valueCode")))
                .isEqualTo("en");
        assertThat(polish.jsonPath().getString(at.formatted("text", "valueMarkdown")))
                .contains("pregnant");
        assertThat(none.statusCode()).isEqualTo(200);
        assertThat(none.jsonPath().getList("parameter.name")).containsExactly("status");
    }

    @Test
    void shouldKnowNoInstructionsForATestThatIsNotThere() {
        assertThat(as("gp").get(PATH + "/nothing/$instructions").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            x;x;201
            "cy";"not a tag";422
            "cy";"";400
            {"url":"lang","valueCode":"cy"},;;422
            ,{"url":"content","valueString":"Peidiwch â bwyta."};;422
            "cy";"en";422
            "valueMarkdown":"Do not eat.",;;422
            """)
    void shouldTakeTranslationsWithTheirLanguageOnly(String from, String to, int status) {
        // Given
        var id = "t-" + UUID.randomUUID();
        var definition = """
                {"resourceType":"ActivityDefinition","id":"%s","title":"Test","status":"active","kind":"ServiceRequest",
                 "topic":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0074","code":"LAB"}]}],
                 "code":{"text":"Test"},"extension":[{"url":"urn:meridian:extension:catalogue-preparation",
                  "valueMarkdown":"Do not eat.","_valueMarkdown":{"extension":[
                   {"url":"http://hl7.org/fhir/StructureDefinition/translation","extension":[%s,%s]}]}}]}""".formatted(id, LANG, CONTENT);

        // When
        var answer = sending("loader", definition.replace(from, to == null ? "" : to))
                .put(PATH + "/" + id);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    }

    @Test
    void shouldSayInTheCapabilityStatementThatItFindsByPlainWords() {
        // When
        var parameters = as("gp").get("/capability").jsonPath();

        // Then
        var at = "find { it.type == 'ActivityDefinition' }.";
        assertThat(parameters.getList(at + "searchParam.name")).contains("_content", "title");
        assertThat(parameters.getList(at + "operation.name")).contains("instructions");
    }
}
