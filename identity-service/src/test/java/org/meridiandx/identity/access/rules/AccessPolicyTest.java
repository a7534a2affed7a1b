package org.meridiandx.identity.access.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessPolicyTest {

    @ParameterizedTest
    @CsvSource({
        // role, own patient, type, action, patient, organisation on record, related -> allowed, reason
        "clinician,   ,  DiagnosticReport, r, p1, RX901, false, true,  own-organisation",
        "clinician,   ,  DiagnosticReport, r, p1, RX902, true,  true,  relationship",
        "clinician,   ,  DiagnosticReport, r, p1, RX902, false, false, no-relationship",
        "clinician,   ,  DiagnosticReport, s, p1, ,      true,  true,  relationship",
        "clinician,   ,  DiagnosticReport, s, ,   RX901, false, true,  own-organisation",
        "clinician,   ,  DiagnosticReport, s, ,   RX902, true,  false, no-relationship",
        "clinician,   ,  DiagnosticReport, c, p1, RX902, false, false, no-relationship",
        "clinician,   ,  ServiceRequest,   c, p1, RX901, false, true,  own-organisation",
        "laboratory,  ,  DiagnosticReport, c, p1, RX902, false, true,  producer",
        "laboratory,  ,  DiagnosticReport, u, p1, RX902, false, false, no-relationship",
        "laboratory,  ,  ServiceRequest,   c, p1, RX902, false, false, no-relationship",
        "laboratory,  ,  DiagnosticReport, r, p1, RX902, false, false, no-relationship",
        "radiologist, ,  Observation,      c, ,   ,      false, true,  producer",
        "archive,     ,  ImagingStudy,     c, ,   ,      false, true,  producer",
        "archive,     ,  Patient,          c, ,   ,      false, false, no-relationship",
        "patient,     p1, DiagnosticReport, r, p1, RX902, false, true, self",
        "patient,     p1, DiagnosticReport, r, p2, RX901, true,  false, no-relationship",
        "patient,     p1, DiagnosticReport, c, p1, RX901, true,  false, role",
        "patient,     ,   DiagnosticReport, r, ,   RX901, true,  false, no-relationship",
        "patient,     p1, AuditEvent,       r, p1, ,      true,  true,  self",
        "patient,     p1, AuditEvent,       s, p2, ,      true,  false, no-relationship",
        "patient,     p1, AuditEvent,       s, ,   ,      true,  false, no-relationship",
        "patient,     ,   AuditEvent,       s, ,   ,      true,  false, no-relationship",
        "patient,     p1, AuditEvent,       c, p1, ,      true,  false, role",
        "auditor,     ,  AuditEvent,       s, p1, ,      false, true,  auditor",
        "auditor,     ,  AuditEvent,       u, p1, ,      false, false, role",
        "auditor,     ,  Patient,          r, p1, RX901, true,  false, role",
        "developer,   ,  Patient,          r, p1, RX901, true,  false, role",
        "operator,    ,  Observation,      s, p1, RX901, true,  false, role",
        "clinician,   ,  AuditEvent,       r, p1, RX901, true,  false, role",
        "clinician,   ,  Organization,     s, ,   ,      false, true,  directory",
        "clinician,   ,  Organization,     c, ,   RX901, true,  false, role",
        "loader,      ,  Patient,          c, p1, ,      false, true,  loader",
        "'',          ,  DiagnosticReport, r, p1, RX902, false, false, no-relationship"
    })
    void shouldDecideByTheTable(
            String role,
            String ownPatient,
            String type,
            String action,
            String patient,
            String organisation,
            boolean related,
            boolean allowed,
            String reason) {
        // Given
        var asker = new AccessPolicy.Asker("RX901", role, ownPatient == null ? "" : ownPatient);
        var question = new AccessPolicy.Question(
                type,
                action,
                patient == null ? "" : patient,
                organisation == null ? Set.of() : Set.of(organisation),
                related);

        // When
        var answer = AccessPolicy.decide(asker, question);

        // Then
        assertThat(answer).isEqualTo(new AccessPolicy.Answer(allowed, reason));
    }
}
