package org.meridiandx.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;

class SenderTest {
    private static final Sender HOSPITAL = new Sender("RX901/PAS", "RX901", "RX902");

    @ParameterizedTest
    @CsvSource({
        "RX901/PAS, RX901, '', urn:meridian:rx901:mrn",
        "RX901/PAS, RX901, Y90001, urn:meridian:y90001:mrn",
        "RX901/PAS, RX901, St. Mary's (PAS), urn:meridian:st-mary-s-pas:mrn",
        "/PAS, '', '', urn:meridian:pas:mrn",
        "/, '', '', urn:meridian:unnamed:mrn"
    })
    void shouldNameASystemByItsOwner(String name, String facility, String authority, String expected) {
        // Given
        var sender = new Sender(name, facility, "");

        // When
        var system = sender.system(authority, "mrn");

        // Then
        assertThat(system).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "LN, http://loinc.org",
        "sct, http://snomed.info/sct",
        "ICD-10, http://hl7.org/fhir/sid/icd-10",
        "HL70487, http://terminology.hl7.org/CodeSystem/v2-0487",
        "hl70078, http://terminology.hl7.org/CodeSystem/v2-0078",
        "HL7, urn:meridian:hl7:codes",
        "HL7x, urn:meridian:hl7x:codes",
        "'', urn:meridian:rx901:codes",
        "L, urn:meridian:rx901:codes",
        "99WPL, urn:meridian:rx901:codes",
        "WinPath, urn:meridian:winpath:codes"
    })
    void shouldNameTheSystemOfACoding(String name, String expected) {
        assertThat(HOSPITAL.codeSystem(name)).isEqualTo(expected);
    }

    @Test
    void shouldGiveNoTwoOwnersOneSystem() {
        // Given
        var long1 = "A".repeat(70);
        var owners = List.of(
                "東京病院", "大阪病院", "Больница 7", "Клиника 7", "7", "Hôpital", "Hépital", "H pital", long1, long1 + "B");

        // When
        var systems =
                owners.stream().map(owner -> HOSPITAL.system(owner, "mrn")).toList();
        var clients = owners.stream()
                .map(owner -> new Sender(owner + "/PAS", owner, "").caller().clientId())
                .toList();

        // Then
        assertThat(systems).doesNotHaveDuplicates().allMatch(system -> system.matches("urn:meridian:[a-z0-9.-]+:mrn"));
        assertThat(clients).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"Hôpital, HÔPITAL", "RX901_EPR, rx901-epr", "Caf\u00e9, Cafe\u0301"})
    void shouldKnowAnOwnerInAnotherSpelling(String one, String other) {
        assertThat(HOSPITAL.system(one, "mrn")).isEqualTo(HOSPITAL.system(other, "mrn"));
    }

    @ParameterizedTest
    @CsvSource({"RX901", "rx901", "Y90001", "ABC", "A1B2C3D4E5"})
    void shouldNameTheSystemOfAnOdsCodeAsOtherSendersDo(String code) {
        // Given
        var local = IdentifierSystems.local(OdsCode.parse(code).orElseThrow(), "mrn");

        // When
        var system = HOSPITAL.system(code, "mrn");

        // Then
        assertThat(system).isEqualTo(local);
    }

    @Test
    void shouldNeverPassAFacilityOffAsARegisteredOrganisation() {
        // Given
        var unknown = new Sender("Ward 7/APP", "Ward 7", "");

        // When
        var caller = HOSPITAL.caller(false);

        // Then
        assertThat(caller.organisation()).isEqualTo("facility:rx901");
        assertThat(unknown.caller().organisation()).isEqualTo("facility:ward-7");
        assertThat(HOSPITAL.caller().organisation()).isEqualTo("RX901");
        assertThat(HOSPITAL.caller().clientId()).isEqualTo("mllp:rx901-pas");
    }
}
