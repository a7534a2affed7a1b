package org.meridiandx.result.record.summary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.result.Results;

class RestTest {
    private static final String ENTRY =
            "{'criticality':'high','code':{'text':'x'},'patient':{'reference':'Patient/1'}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '"',
            value = {
                // who, where, when, and in what order
                "{'id':'7','code':{'text':'y'},'patient':{'reference':'Patient/2'},'criticality':'high'}#true",
                "{'recordedDate':'2020','recorder':{'display':'A'},'onsetDateTime':'2019','criticality':'high'}#true",
                // anything that a clinician may have meant
                "{'criticality':'low'}#false",
                "{'criticality':'high','abatementDateTime':'2021'}#false",
                "{'criticality':'high','note':[{'text':'only as a child'}]}#false",
                "{'criticality':'high','extension':[{'url':'urn:x','valueBoolean':true}]}#false",
                "{'criticality':'high','_criticality':{'id':'1'}}#false",
                "{}#false"
            })
    void shouldBeTheSameOnlyForTheSame(String other, boolean isSame) {
        assertThat(rest(other).equals(rest(ENTRY))).isEqualTo(isSame);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '"',
            value = {
                "{'severity':{'coding':[{'code':'1','display':'Mild'}],'text':'mild'}}#true",
                "{'severity':{'coding':[{'code':'2'}]}}#false",
                "{'severity':{'coding':[{'code':'1'}],'text':'mild'}}#false",
                "{'severity':{'text':'mild'}}#false"
            })
    void shouldNotGoByWhatACodeIsCalled(String other, boolean isSame) {
        assertThat(rest(other).equals(rest("{'severity':{'coding':[{'code':'1'}]}}")))
                .isEqualTo(isSame);
    }

    private static String rest(String json) {
        return Rest.of(Results.json(json.replace('\'', '"')), "code");
    }
}
