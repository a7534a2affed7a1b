package org.meridiandx.order.outbound.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.shared.RepositoryRoot;

/// Holds docs/mapping/service-request-orm-oml.md to FHIR: every element of a ServiceRequest is sent, or listed as not
/// sent with the reason.
class OutboundMappingTest {
    private static final Pattern ELEMENT = Pattern.compile("`([a-zA-Z]+)`");

    private static TreeSet<String> listed(String from, String to) throws IOException {
        var page = Files.readString(RepositoryRoot.find().resolve("docs/mapping/service-request-orm-oml.md"));
        var end = page.indexOf(to);
        return page.substring(page.indexOf(from), end < 0 ? page.length() : end)
                .lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.split("\\|")[1])
                .flatMap(cell -> ELEMENT.matcher(cell).results().map(match -> match.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldListEveryElementOnce() throws IOException {
        // Given
        var elements = new ServiceRequest()
                .children().stream()
                        .map(Property::getName)
                        .map(name -> name.replace("[x]", ""))
                        .collect(Collectors.toCollection(TreeSet::new));

        // When
        var sent = listed("## Sent", "## Not sent");
        var notSent = listed("## Not sent", "## Sending");

        // Then
        var both = new TreeSet<>(sent);
        both.retainAll(notSent);
        assertThat(both).isEmpty();
        var all = new TreeSet<>(sent);
        all.addAll(notSent);
        assertThat(all).isEqualTo(elements);
    }
}
