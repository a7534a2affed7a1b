package org.meridiandx.order.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.testkit.shared.RepositoryRoot;
import org.meridiandx.testkit.shared.SharedData;

/// Holds docs/mapping to the truth: every field that other people's orders value is mapped, or listed with a reason.
class MappingDocTest {
    private static final Pattern FIELD = Pattern.compile("\\b([A-Z][A-Z0-9]{2}-(?:\\d+|\\*))");

    @Test
    void shouldListEveryFieldThatIsValuedInTheSamples() throws IOException {
        // Given
        var documented = new HashSet<String>();
        var page = RepositoryRoot.find().resolve("docs/mapping/orm-oml-service-request.md");
        var matcher = FIELD.matcher(Files.readString(page));
        while (matcher.find()) {
            documented.add(matcher.group(1));
        }
        var missing = new TreeSet<String>();

        // When
        for (var file : SharedData.files("hl7v2", "{ORM,OML,OMG}*.hl7")) {
            missing.addAll(valuedFields(file));
        }
        missing.removeIf(field -> documented.contains(field) || documented.contains(field.substring(0, 3) + "-*"));

        // Then
        assertThat(missing).isEmpty();
    }

    private static TreeSet<String> valuedFields(Path file) throws IOException {
        var fields = new TreeSet<String>();
        var message = Hl7Message.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        for (var segment : message.segments()) {
            for (var number = segment.is("MSH") ? 3 : 1; number <= segment.fieldCount(); number++) {
                if (!segment.raw(number).replaceAll("[\\^&~\" ]", "").isEmpty()) {
                    fields.add(segment.name() + "-" + number);
                }
            }
        }
        return fields;
    }
}
