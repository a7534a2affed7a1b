package org.meridiandx.result.copies.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Quantity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.partners.OutgoingCodes;

class ReportLinesTest {
    @ParameterizedTest
    @CsvSource({"F, FINAL, F", "C, CORRECTED, C", "X, FINAL, X", "X, ENTEREDINERROR, W", "F, CANCELLED, X"})
    void shouldLetThePartsOfALineStandAsTheLineDoes(String report, ObservationStatus status, String code) {
        // Given a blood pressure
        var line = new Observation().setStatus(status).setCode(new CodeableConcept().setText("Blood pressure"));
        line.addComponent().setCode(new CodeableConcept().setText("Systolic")).setValue(new Quantity(120));
        line.addComponent().setCode(new CodeableConcept().setText("Diastolic")).setValue(new Quantity(80));

        // When
        var written = new ReportLines(new OutgoingCodes(""), report).of(List.of(line), new DiagnosticReport());

        // Then
        assertThat(written).extracting(obx -> obx.field(11)).isEqualTo(List.of(code, code, code));
        assertThat(line.getStatus()).isEqualTo(status);
    }
}
