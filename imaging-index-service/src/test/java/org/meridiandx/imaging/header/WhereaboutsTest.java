package org.meridiandx.imaging.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.meridiandx.imaging.dicom.DicomTag;

class WhereaboutsTest {
    private static final String MIGRATION = "/db/migration/V17_2__whereabouts_in_headers.sql";

    @Test
    void shouldLookForTheSameElementsInTheTable() throws IOException {
        // Given
        String sql;
        try (var migration = WhereaboutsTest.class.getResourceAsStream(MIGRATION)) {
            sql = new String(migration.readAllBytes(), StandardCharsets.UTF_8);
        }

        // When
        var found = new TreeSet<String>();
        var matcher = Pattern.compile("'\"([0-9A-F]{8})\":'").matcher(sql);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }

        // Then
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(
                        Whereabouts.TAGS.stream().map(DicomTag::hex).toList());
    }

    @Test
    void shouldTakeThemOutAtAnyDepthAndLeaveTheRestAsItIs() {
        // Given
        var header = """
                "00100010":{"vr":"PN","Value":[{"Alphabetic":"EXAMPLE^ALEX"}]},\
                "00101040":{"vr":"LO","Value":["1 High Street"]},\
                "00181151":{"vr":"IS","Value":[1.500]},\
                "04000561":{"vr":"SQ","Value":[{"00102154":{"vr":"SH","Value":["0113 496 0000"]},\
                "00080050":{"vr":"SH","Value":["A1"]}}]},\
                "7FE00010":{"vr":"OW","BulkDataURI":"bulkdata/7FE00010"}""";

        // When
        var shown = new String(Whereabouts.takeOut(header.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);

        // Then
        assertThat(shown).isEqualTo("""
                "00100010":{"vr":"PN","Value":[{"Alphabetic":"EXAMPLE^ALEX"}]},\
                "00181151":{"vr":"IS","Value":[1.500]},\
                "04000561":{"vr":"SQ","Value":[{"00080050":{"vr":"SH","Value":["A1"]}}]},\
                "7FE00010":{"vr":"OW","BulkDataURI":"bulkdata/7FE00010"}""");
    }
}
