package org.meridiandx.identity.adt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// docs/mapping/adt.md says of each field where it goes, or why it goes nowhere.
class AdtMappingDocTest {
    private static final Pattern FIELDS = Pattern.compile("(PID|PD1|NK1|PV1|MRG)-([0-9]+)(?: to ([0-9]+))?");

    @ParameterizedTest
    @CsvSource({"PID, 40", "PD1, 22", "NK1, 41", "PV1, 54", "MRG, 7"})
    void shouldNameEveryField(String segment, int last) throws IOException {
        // Given
        var told = new TreeSet<Integer>();

        // When
        for (var line : Files.readAllLines(Path.of("../docs/mapping/adt.md"))) {
            var matcher = FIELDS.matcher(line.startsWith("|") ? line : "");
            while (matcher.find()) {
                var from = Integer.parseInt(matcher.group(2));
                var to = matcher.group(3) == null ? from : Integer.parseInt(matcher.group(3));
                for (var field = from; field <= to && matcher.group(1).equals(segment); field++) {
                    told.add(field);
                }
            }
        }

        // Then
        var missing = new ArrayList<Integer>();
        for (var field = 1; field <= last; field++) {
            if (!told.contains(field)) {
                missing.add(field);
            }
        }
        assertThat(missing).isEmpty();
    }
}
