package org.meridiandx.identity.adt;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.meridiandx.feeds.Sender;
import org.meridiandx.hl7v2.Hl7Message;

class PidMapperTest {
    private static final String HEADER = "MSH|^~\\&|PAS|RX901|R|R|20261121||ADT^A28|1|P|2.5.1\r";
    private static final Sender SENDER = new Sender("RX901/PAS", "RX901", "R");

    @Test
    void shouldMapEachFieldOfAFullPid() {
        // Given
        var message = Hl7Message.parse(HEADER
                + "PID|1|OLD7|999 000 0018^^^NHS^NH~M1^^^RX901^MR~SS1^^^DVLA^DL||Ames^Robin^Jay^III^Dr~Bell^Robin^^^^^M|Crane|"
                + "19610304101500|F|Aims^Bob||1 High St^Flat 2^Leeds^Yorks^LS1 1AA^GBR^H||0113 496 0000^PRN^PH~^NET^Internet^r@example.org|"
                + "0113 496 0001|en^English|M^Married|||||||Leeds|Y|2||||20260101|Y\r"
                + "PD1|||Willow Surgery^^Y90001|G1234567^Green\r"
                + "NK1|1|Ames^Kay|SPO^Spouse|2 Low St^^Leeds|0113 496 0002\r");
        var patient = new Patient();

        // When
        new PidMapper(SENDER).apply(patient, message);

        // Then
        assertThat(patient.getIdentifier())
                .extracting(identifier -> identifier.getSystem() + "|" + identifier.getValue())
                .containsExactly(
                        "https://fhir.nhs.uk/Id/nhs-number|9990000018",
                        "urn:meridian:rx901:mrn|M1",
                        "urn:meridian:dvla:dl|SS1",
                        "urn:meridian:rx901:mrn|OLD7");
        assertThat(patient.getNameFirstRep().getNameAsSingleString()).isEqualTo("Dr Robin Jay Ames III");
        assertThat(patient.getName())
                .extracting(name -> name.getUse().toCode())
                .containsExactly("official", "maiden", "old");
        assertThat(patient.getBirthDateElement().getValueAsString()).isEqualTo("1961-03-04");
        assertThat(patient.getGender().toCode()).isEqualTo("female");
        assertThat(patient.getAddressFirstRep().getPostalCode()).isEqualTo("LS1 1AA");
        assertThat(patient.getTelecom())
                .extracting(telecom -> telecom.getSystem().toCode() + " " + telecom.getValue())
                .containsExactly("phone 0113 496 0000", "email r@example.org", "phone 0113 496 0001");
        assertThat(patient.getCommunicationFirstRep().getLanguage().getText()).isEqualTo("English");
        assertThat(patient.getMaritalStatus().getText()).isEqualTo("Married");
        assertThat(patient.getMultipleBirthIntegerType().getValue()).isEqualTo(2);
        assertThat(patient.getDeceasedDateTimeType().getValueAsString()).isEqualTo("2026-01-01");
        assertThat(patient.getGeneralPractitioner())
                .extracting(gp -> gp.getIdentifier().getValue())
                .containsExactly("Y90001", "G1234567");
        assertThat(patient.getContactFirstRep().getName().getFamily()).isEqualTo("Ames");
    }

    @Test
    void shouldKeepWhatAMessageDoesNotSayAndDeleteOnExplicitNull() {
        // Given
        var patient = new Patient();
        new PidMapper(SENDER)
                .apply(
                        patient,
                        Hl7Message.parse(HEADER + "PID|1||M1^^^RX901^MR||Ames^Robin||19610304|F|||1 High St^^Leeds\r"));

        // When
        new PidMapper(SENDER).apply(patient, Hl7Message.parse(HEADER + "PID|1||M2^^^RX902^MR||||||||\"\"\r"));

        // Then
        assertThat(patient.getIdentifier()).hasSize(2);
        assertThat(patient.getNameFirstRep().getFamily()).isEqualTo("Ames");
        assertThat(patient.getBirthDateElement().getValueAsString()).isEqualTo("1961-03-04");
        assertThat(patient.getAddress()).isEmpty();
    }

    @Test
    void shouldNotTakeAWrongNhsNumberForOne() {
        // Given
        var patient = new Patient();

        // When
        new PidMapper(SENDER).apply(patient, Hl7Message.parse(HEADER + "PID|1||9990000019^^^NHS^NH||Ames^R\r"));

        // Then
        assertThat(patient.getIdentifierFirstRep().hasSystem()).isFalse();
        assertThat(patient.getIdentifierFirstRep().getValue()).isEqualTo("9990000019");
    }
}
