package org.meridiandx.result.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A document, its addenda, edits and its cancel, in every order in which they may arrive.
class DocumentVersionsTest {
    private static final String ORIGINAL =
            mdm("T02", "TXA|1|DI|AP|20261120||20261120150000||||||D1|||||AU", "No fracture.");
    private static final String ADDENDUM =
            mdm("T06", "TXA|1|DI|AP|20261120||20261121150000||||||D2|D1||||AU", "There is a fracture.");
    private static final String NOTICE = mdm("T05", "TXA|1|DI|AP|20261120||20261121150000||||||D2|D1||||AU", "");
    private static final String EDIT =
            mdm("T08", "TXA|1|DI|AP|20261120||||20261122150000||||D1|||||AU", "No fracture seen.");
    private static final String CANCEL = mdm("T11", "TXA|1|DI|AP|20261120||||||||D1", "");
    private static final String CANCEL_ADDENDUM = mdm("T11", "TXA|1|DI|AP|20261120||||||||D2|D1", "");
    private static final String RESTRICTED =
            mdm("T06", "TXA|1|DI|AP|20261120||20261121150000||||||D2|D1||||AU|R", "There is a fracture.");
    private static final String VALUE = "\nOBX|2|NM|K^K^L||5.9|mmol/L|||||F";
    private final PaperFile file = new PaperFile();

    @ParameterizedTest
    @ValueSource(strings = {"OA", "AO", "OAA", "AOA", "AAO", "OAO"})
    void shouldHoldDocumentAndAddendumInOneReportWhateverComesFirst(String order) {
        // When
        order.chars().forEach(which -> file.take(which == 'O' ? ORIGINAL : ADDENDUM));

        // Then
        assertThat(status()).isEqualTo("appended");
        assertThat(texts()).containsExactlyInAnyOrder("No fracture.", "There is a fracture.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAE", "OEA", "EOA", "AEO", "AOE", "EAO"})
    void shouldKeepTheAddendumWhenTheDocumentIsEdited(String order) {
        // When
        order.chars().forEach(which -> file.take(which == 'O' ? ORIGINAL : which == 'A' ? ADDENDUM : EDIT));

        // Then
        assertThat(status()).isIn("appended", "amended");
        assertThat(texts()).containsExactlyInAnyOrder("No fracture seen.", "There is a fracture.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OC", "CO", "OEC", "COE", "OCE", "OAC", "OCA", "ACO", "CAO", "COA", "AOC"})
    void shouldStayCancelledWhateverComesFirst(String order) {
        // When
        order.chars()
                .forEach(which -> file.take(
                        switch (which) {
                            case 'O' -> ORIGINAL;
                            case 'E' -> EDIT;
                            case 'A' -> ADDENDUM;
                            default -> CANCEL;
                        }));

        // Then
        assertThat(status()).isEqualTo("cancelled");
        assertThat(texts()).isEmpty();
    }

    @Test
    void shouldTakeOutOnlyTheAddendumThatIsCancelled() {
        // Given
        file.take(ORIGINAL + "\nOBX|2|NM|Q^Q^L||1|mm|||||F");
        file.take(ADDENDUM + VALUE);

        // When
        file.take(CANCEL_ADDENDUM);

        // Then
        assertThat(status()).isEqualTo("amended");
        assertThat(texts()).containsExactly("No fracture.");
        assertThat(file.line("K").json().path("status").asText()).isEqualTo("cancelled");
        assertThat(file.line("Q").json().path("status").asText()).isEqualTo("final");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OA", "AO", "OAE", "AEO", "EAO", "OEA"})
    void shouldRestrictAReportThatHoldsARestrictedAddendum(String order) {
        // When
        order.chars().forEach(which -> file.take(which == 'O' ? ORIGINAL : which == 'A' ? RESTRICTED + VALUE : EDIT));

        // Then
        assertThat(labels(file.only().json())).containsExactly("R");
        assertThat(labels(file.line("K").json())).containsExactly("R");
    }

    @Test
    void shouldRestrictTheValuesOfARestrictedDocument() {
        // When
        file.take(ORIGINAL.replace("|AU", "|AU|V") + VALUE);

        // Then
        assertThat(labels(file.only().json())).containsExactly("V");
        assertThat(labels(file.line("K").json())).containsExactly("V");
    }

    @Test
    void shouldRestrictNothingThatIsNotSaidToBe() {
        // When
        file.take(ORIGINAL + VALUE);
        file.take(ADDENDUM);

        // Then
        assertThat(file.only().json().has("meta")).isFalse();
        assertThat(file.line("K").json().has("meta")).isFalse();
    }

    @Test
    void shouldNotAddAnAddendumWhoseCancelCameFirst() {
        // Given
        file.take(ORIGINAL);
        file.take(CANCEL_ADDENDUM);

        // When
        var late = file.take(ADDENDUM);

        // Then
        assertThat(late.reports()).isEmpty();
    }

    @Test
    void shouldPutTheAddendumInThePlaceOfItsNotice() {
        // Given
        file.take(ORIGINAL);
        file.take(NOTICE);
        assertThat(file.only().json().path("presentedForm")).hasSize(2);

        // When
        file.take(ADDENDUM);

        // Then
        assertThat(texts()).containsExactly("No fracture.", "There is a fracture.");
        assertThat(file.only().json().path("presentedForm")).hasSize(2);
    }

    @Test
    void shouldHaveNoSecondEffectWhenAnAddendumComesAgain() {
        // Given
        file.take(ORIGINAL);
        file.take(ADDENDUM);

        // When
        var again = file.take(ADDENDUM);

        // Then
        assertThat(again.reports()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAE", "OEA", "AOE", "EAO", "OAEA"})
    void shouldKeepWhatAnAddendumNotesWhenTheDocumentIsEdited(String order) {
        // When
        order.chars()
                .forEach(which -> file.take(
                        switch (which) {
                            case 'O' -> ORIGINAL;
                            case 'A' -> ADDENDUM + "\nNTE|1||Seen again by two.";
                            default -> EDIT;
                        }));

        // Then
        assertThat(notes()).containsExactly("Seen again by two.");
        file.take(CANCEL_ADDENDUM);
        assertThat(notes()).isEmpty();
    }

    @Test
    void shouldRestrictTheValuesThatARestrictingEditDoesNotRepeat() {
        // Given
        file.take(ORIGINAL + VALUE + VALUE.replace("K^K", "Q^Q"));

        // When
        file.take(EDIT.replace("|AU", "|AU|V") + VALUE);

        // Then
        assertThat(labels(file.only().json())).containsExactly("V");
        assertThat(labels(file.line("K").json())).containsExactly("V");
        assertThat(labels(file.line("Q").json())).containsExactly("V");
        assertThat(file.line("Q").version()).isEqualTo(2);
    }

    @Test
    void shouldWithdrawNoMoreThanTheLinesThatAreWithdrawnAlone() {
        // Given
        var head = "MSH|^~\\&|LIMS|RX902|M|N|20261121090000||ORU^R01|1|P|2.5.1\nPID|1||9990000018^^^NHS^NH\n"
                + "OBR|1||F1|K^K^L|||20261120|||||||||||||||20261121080000";
        var line = "\nOBX|1|NM|K^K^L||5.9|mmol/L|||||";
        file.take(head + line + "F" + line.replace("K^K", "Q^Q") + "F");

        // When
        file.take(head.replace("20261121080000", "20261121083000") + line + "W");

        // Then
        assertThat(status()).isEqualTo("corrected");
        assertThat(file.line("K").json().path("status").asText()).isEqualTo("entered-in-error");
        assertThat(file.line("Q").json().path("status").asText()).isEqualTo("final");
        file.take(head.replace("20261121080000", "20261121084000") + line.replace("K^K", "Q^Q") + "W");
        assertThat(status()).isEqualTo("entered-in-error");
    }

    @Test
    void shouldWithdrawTheLinesOfACancelledReport() {
        // Given
        var head = "MSH|^~\\&|LIMS|RX902|M|N|20261121090000||ORU^R01|1|P|2.5.1\nPID|1||9990000018^^^NHS^NH\n";
        file.take(
                head + "OBR|1||F1|K^K^L|||20261120|||||||||||||||20261121080000|||F\nOBX|1|NM|K^K^L||5.9|mmol/L|||||F");

        // When
        file.take(head + "OBR|1||F1|K^K^L|||20261120|||||||||||||||20261121083000|||X");

        // Then
        assertThat(status()).isEqualTo("cancelled");
        assertThat(file.line("K").json().path("status").asText()).isEqualTo("cancelled");
    }

    private String status() {
        return file.only().json().path("status").asText();
    }

    private List<String> texts() {
        var texts = new ArrayList<String>();
        for (JsonNode form : file.only().json().path("presentedForm")) {
            if (form.has("data")) {
                var data = Base64.getDecoder().decode(form.path("data").asText());
                texts.add(new String(data, StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    private List<String> notes() {
        return file.only().json().path("extension").findValuesAsText("text");
    }

    private static List<String> labels(JsonNode resource) {
        return resource.at("/meta/security").findValuesAsText("code");
    }

    private static String mdm(String event, String txa, String text) {
        return "MSH|^~\\&|RIS|RX902|M|N|20261123090000||MDM^" + event + "|1|P|2.5.1\nPID|1||9990000018^^^NHS^NH\n" + txa
                + (text.isEmpty() ? "" : "\nOBX|1|TX|R^Report^L||" + text + "||||||F");
    }
}
