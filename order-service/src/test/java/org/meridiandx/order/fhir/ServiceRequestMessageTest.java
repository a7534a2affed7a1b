package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

class ServiceRequestMessageTest {
    @Test
    void shouldNotPrintWhatItIsAbout() {
        // Given
        var focus = JsonNodeFactory.instance.objectNode().put("note", "Cough for six weeks");

        // When
        var message = new ServiceRequestMessage("m-1", focus, true, focus);

        // Then
        assertThat(message).hasToString("ServiceRequestMessage[isNew=true]");
    }
}
