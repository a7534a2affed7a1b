package org.meridiandx.order.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatientAdvisorTest {
    private static List<ObjectNode> open(int requests, String name) {
        var open = new ArrayList<ObjectNode>();
        for (int i = 0; i < requests; i++) {
            var request = JsonNodeFactory.instance.objectNode().put("status", "active");
            if (!name.isEmpty()) {
                request.putObject("code").put("text", name + (name.endsWith(" ") ? i : ""));
            }
            open.add(request);
        }
        return open;
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            1;CT ;1 request is open
            2;CT ;2 requests are open
            2;CT;'2 requests are open; asked for more than once: CT (2)'
            3;'';3 requests are open
            49;CT ;49 requests are open
            50;CT ;50 or more requests are open
            """)
    void shouldTellHowManyAreOpenAndWhichStandTwice(int requests, String name, String summary) {
        // When
        var card = PatientAdvisor.card(open(requests, name));

        // Then
        assertThat(card.orElseThrow().text().summary()).isEqualTo(summary);
    }

    @Test
    void shouldSayNothingWhereNoneIsOpen() {
        // Then
        assertThat(PatientAdvisor.card(open(0, ""))).isEmpty();
    }
}
