package org.meridiandx.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityLabelsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'resourceType':'Observation'} | ''",
                "{'meta':{'versionId':'1'},'id':'a'} | ''",
                "{'id':'a','meta':{'security':[{'system':'s','code':'R'}]}} | R",
                "{'meta':{'profile':['x'],'security':[{'code':'R'},{'display':'very','code':'V'}]},'z':1} | R V",
                "{'meta':{'security':[{'extension':[{'valueCoding':{'code':'X'}}],'code':'PSY'}]}} | PSY",
                "{'contained':[{'meta':{'security':[{'code':'R'}]}}],'meta':{'tag':[{'code':'T'}]}} | ''",
                "{'contained':[{'security':1}],'meta':{'security':[{'code':'HIV'}]}} | HIV",
                "{'note':'the word \\\\\"security\\\\\" in text'} | ''",
                "{'security':[{'code':'R'}]} | ''"
            })
    void shouldFindTheCodesOfMetaSecurityAndNoOthers(String json, String codes) {
        // Given
        var content = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

        // When
        var labels = SecurityLabels.of(content);

        // Then
        assertThat(labels).isEqualTo(codes.isEmpty() ? Set.of() : Set.of(codes.split(" ")));
    }

    @Test
    void shouldTellTheSystemsToo() {
        // Given
        var content = "{\"meta\":{\"security\":[{\"code\":\"R\",\"system\":\"http://x|y\"},{\"code\":\"V\"}]}}"
                .getBytes(StandardCharsets.UTF_8);

        // When
        var labels = SecurityLabels.codingsOf(content);

        // Then
        assertThat(labels)
                .containsExactlyInAnyOrder(
                        new SecurityLabels.Label("http://x|y", "R"), new SecurityLabels.Label("", "V"))
                .allSatisfy(label ->
                        assertThat(SecurityLabels.Label.parse(label.toString())).isEqualTo(label));
    }

    @Test
    void shouldNotTakeWhatIsNoJsonForHarmless() {
        // Given
        var content = "{\"security\"".getBytes(StandardCharsets.UTF_8);

        // When
        var reading = assertThatThrownBy(() -> SecurityLabels.of(content));

        // Then
        reading.isInstanceOf(IllegalArgumentException.class);
    }
}
