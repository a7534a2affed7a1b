package org.meridiandx.identity.patients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.freshNhsNumber;
import static org.meridiandx.identity.region.Region.patient;

import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.contracts.api.v1.FindPatientRequest;
import org.meridiandx.contracts.api.v1.FindPatientResponse;
import org.meridiandx.contracts.api.v1.PatientDetail;
import org.meridiandx.contracts.api.v1.PatientDirectoryGrpc;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// The security labels of a patient's record count for everything that shows of it: here an organisation that the
/// patient has permitted to see it, which does not open what is sealed.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class SealedPatientIT {
    private static final String LABEL =
            "\"meta\":{\"security\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-Confidentiality\",\"code\":\"R\"}]},";

    private final String nhsNumber = freshNhsNumber();

    @ParameterizedTest
    @ValueSource(strings = {"", "/_history/1", "/$history-of-values", "/$contact-preferences"})
    void shouldShowNothingOfASealedRecordForAConsent(String what) {
        // Given
        var open = permitted(patient(freshNhsNumber(), "Thorpe", "1984-05-06"));
        var sealed = permitted(sealed());

        // When
        var ofOpen = as("stranger").get("/fhir/R4/Patient/" + open + what);
        var ofSealed = as("stranger").get("/fhir/R4/Patient/" + sealed + what);

        // Then
        assertThat(ofOpen.statusCode()).as(ofOpen.asString()).isIn(200, 404);
        assertThat(ofSealed.statusCode()).as(ofSealed.asString()).isEqualTo(403);
        assertThat(ofSealed.asString()).doesNotContain("Thorpe");
    }

    @Test
    void shouldNotMatchASealedRecordForAConsent() {
        // Given
        permitted(sealed());
        var described = "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resource\",\"resource\":"
                + patient(nhsNumber, "Thorpe", "1984-05-06") + "}]}";

        // When
        var found = as("stranger")
                .contentType("application/fhir+json")
                .body(described)
                .post("/fhir/R4/Patient/$match");

        // Then
        assertThat(found.statusCode()).as(found.asString()).isEqualTo(200);
        assertThat(found.asString()).doesNotContain(nhsNumber);
    }

    /// Other services decide about the patient before they go by what the record says.
    @Test
    void shouldTellOtherServicesTheLabelsWithTheDemographics() {
        // Given
        var id = post("Patient", sealed());
        var asked = FindPatientRequest.newBuilder().setPatientId(id).setDemographics(true);

        // When
        var found = ask(asked);

        // Then
        assertThat(found.getLabelsTold()).isTrue();
        assertThat(found.getSecurityLabelsList()).containsExactly("R");
        assertThat(found.getBirthDate()).isEqualTo("1984-05-06");
    }

    /// What is hidden is hidden from other services too: whom they show it to is not known here.
    @Test
    void shouldTellOtherServicesNameAddressAndPracticeButNotWhereTheRestrictedAre() {
        // Given
        var live = "\"address\":[{\"line\":[\"4 Mill Lane\"]}],\"generalPractitioner\":[{\"display\":\"Mill\"}],";
        var where = "\"resourceType\":\"Patient\"," + live;
        var open = post(
                "Patient",
                patient(freshNhsNumber(), "Thorpe", "1984-05-06").replaceFirst("\"resourceType\":\"Patient\",", where));
        var restricted = post("Patient", sealed().replaceFirst("\"resourceType\":\"Patient\",", where));

        // When
        var ofOpen = ask(FindPatientRequest.newBuilder().setPatientId(open).setDetails(true));
        var ofRestricted =
                ask(FindPatientRequest.newBuilder().setPatientId(restricted).setDetails(true));

        // Then
        assertThat(ofOpen.getDetailsTold()).isTrue();
        assertThat(ofOpen.getDetailsHidden()).isFalse();
        assertThat(ofOpen.getDetailsList())
                .extracting(PatientDetail::getGroup)
                .containsExactly("name", "address", "practice");
        assertThat(ofOpen.getDetailsList()).allSatisfy(detail -> {
            assertThat(detail.getSource()).isNotEmpty();
            assertThat(detail.getSaidAt().getSeconds()).isPositive();
        });
        assertThat(ofOpen.toString()).contains("4 Mill Lane");
        assertThat(ofRestricted.getDetailsHidden()).isTrue();
        assertThat(ofRestricted.getDetailsList())
                .extracting(PatientDetail::getGroup)
                .containsExactly("name");
        assertThat(ofRestricted.toString()).contains("Thorpe").doesNotContain("Mill");
    }

    private static FindPatientResponse ask(FindPatientRequest.Builder asked) {
        var channel = ManagedChannelBuilder.forAddress("localhost", RestAssured.port)
                .usePlaintext()
                .build();
        var headers = new Metadata();
        headers.put(
                Metadata.Key.of("x-meridian-internal", Metadata.ASCII_STRING_MARSHALLER),
                IdentityStandIn.INTERNAL_TOKEN);
        try {
            return PatientDirectoryGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .find(asked.build());
        } finally {
            channel.shutdownNow();
        }
    }

    private String sealed() {
        return patient(nhsNumber, "Thorpe", "1984-05-06")
                .replaceFirst("\"resourceType\":\"Patient\",", "\"resourceType\":\"Patient\"," + LABEL);
    }

    /// Creates the patient, who lets the stranger's organisation see their records.
    private static String permitted(String body) {
        var id = post("Patient", body);
        post("Consent", """
                {"resourceType":"Consent","status":"active","scope":{"coding":[{"code":"patient-privacy"}]},
                 "category":[{"coding":[{"code":"sharing"}]}],"patient":{"reference":"Patient/%s"},
                 "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},
                 "provision":{"type":"permit","actor":[{"role":{"coding":[{"code":"IRCP"}]},"reference":{"identifier":{
                   "system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"Y90099"}}}]}}""".formatted(id));
        return id;
    }

    private static String post(String type, String body) {
        return as("loader")
                .header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body(body)
                .post("/fhir/R4/" + type)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
