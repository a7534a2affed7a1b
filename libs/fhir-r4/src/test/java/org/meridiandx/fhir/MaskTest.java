package org.meridiandx.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.access.AccessDecision;

class MaskTest {
    private static final AccessDecision MASKED = new AccessDecision.Allowed("admission", Set.of("notify", "mask"));
    private static final AccessDecision WHOLE = new AccessDecision.Allowed("admission", Set.of("notify"));
    private static final String TAGGED =
            "'meta':{'tag':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ObservationValue','code':'SUBSETTED'}]}";
    private static final String ABSENT =
            "{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'masked'}]}";

    @Test
    void shouldHideWhereAPatientIs() throws IOException {
        // Given
        var patient = "{'resourceType':'Patient','id':'a','text':{'div':'LS1'},'contained':[{'id':'p'}],"
                + "'name':[{'family':'Gale'}],'telecom':[{'value':'0'}],'address':[{'city':'Leeds'}],"
                + "'contact':[{'gender':'male'}],'generalPractitioner':[{'display':'Willow'}],"
                + "'managingOrganization':{'reference':'Organization/Y90001'},'photo':[{'url':'x'}],'birthDate':'1980'}";

        // When
        var shown = shown(MASKED, patient);

        // Then
        assertThat(shown)
                .isEqualTo(json("{'resourceType':'Patient','id':'a','name':[{'family':'Gale'}],'birthDate':'1980',"
                        + TAGGED + "}"));
    }

    @Test
    void shouldLeaveOfAnotherRecordThatItIsThere() throws IOException {
        // Given
        var report = "{'resourceType':'DiagnosticReport','id':'a','meta':{'versionId':'2','security':[{'code':'R'}]},"
                + "'contained':[{'resourceType':'Patient','address':[{'city':'Leeds'}]}],'status':'final',"
                + "'_status':{'id':'s'},'code':{'text':'HIV'},'category':[{'text':'x'}],'subject':{'reference':'P/1'},"
                + "'conclusion':'positive','result':[{'reference':'Observation/1'}],'issued':'2026-11-01T10:00:00Z',"
                + "'extension':[{'url':'e','valueString':'HIV'}]}";

        // When
        var shown = shown(MASKED, report);

        // Then
        assertThat(shown)
                .isEqualTo(json("{'resourceType':'DiagnosticReport','id':'a','meta':{'versionId':'2','security':"
                        + "[{'code':'R'}]," + TAGGED.substring(8, TAGGED.length() - 1) + "},'status':'final',"
                        + "'_status':{'id':'s'},'subject':{'reference':'P/1'},'issued':'2026-11-01T10:00:00Z','code':"
                        + ABSENT + "}"));
    }

    @Test
    void shouldCopyWhatHasNothingToHideAndWhatNeedNotBeHidden() {
        // Given
        var hidden = resource("{'resourceType':'Patient','id':'a','name':[{'family':'Gale'}]}");
        var open = resource("{'resourceType':'Patient','id':'a','address':[{'city':'Leeds'}]}");

        // When
        var masked = Mask.of(MASKED, hidden);
        var whole = Mask.of(WHOLE, open);

        // Then
        assertThat(masked.content()).isEqualTo(hidden.content());
        assertThat(whole).isSameAs(open);
    }

    @ParameterizedTest
    @CsvSource({
        "Observation, '', true",
        "Observation, patient&_count&_sort, true",
        "Observation, patient:identifier&status, true",
        "Observation, patient&code, false",
        "DiagnosticReport, category, false",
        "Patient, family&birthdate, true",
        "Patient, family&address-postalcode, false",
        "Patient, general-practitioner, false"
    })
    void shouldNotBeFoundByWhatIsMasked(String type, String shape, boolean mayBeShown) {
        // When
        var isHarmless = Mask.isHarmless(type, shape);

        // Then
        assertThat(isHarmless).isEqualTo(mayBeShown);
    }

    private static Object shown(AccessDecision decision, String content) throws IOException {
        return new ObjectMapper().readTree(Mask.of(decision, resource(content)).content());
    }

    private static Object json(String text) throws IOException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    private static StoredResource resource(String content) {
        return new StoredResource(
                "a", 1, Instant.EPOCH, "p", Set.of(), content.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
