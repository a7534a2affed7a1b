package org.meridiandx.identity.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.createPatient;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.contracts.api.v1.ContactDirectoryGrpc;
import org.meridiandx.contracts.api.v1.FindContactRequest;
import org.meridiandx.contracts.api.v1.FindContactResponse;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.Region;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class ContactOperationIT {
    private static final String PREFERENCES = """
            {"resourceType":"Parameters","parameter":[
              {"name":"preferredChannel","valueCode":"email"},
              {"name":"language","valueCode":"pl"},
              {"name":"interpreterRequired","valueBoolean":true},
              {"name":"format","valueCode":"large-print"},
              {"name":"format","valueCode":"bsl-video"},
              {"name":"messages","part":[{"name":"channel","valueCode":"sms"},
                {"name":"permitted","valueBoolean":true}]},
              {"name":"messages","part":[{"name":"channel","valueCode":"email"},
                {"name":"permitted","valueBoolean":false}]}]}""";
    KafkaProbe kafka;
    Topics topics;

    @Test
    void shouldServeWhatWasToldWithItsSource() {
        // Given
        var id = createPatient(freshNhsNumber(), "Aldous");
        var told = tell("hospital-doctor", id, PREFERENCES, "");

        // When
        var read = as("hospital-doctor").get(path(id));

        // Then
        assertThat(told.statusCode()).as(told.asString()).isEqualTo(200);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.header("ETag")).isEqualTo("W/\"1\"");
        var answer = read.jsonPath();
        assertThat(value(answer, "preferredChannel.valueCode")).isEqualTo("email");
        assertThat(value(answer, "language.valueCode")).isEqualTo("pl");
        assertThat(value(answer, "interpreterRequired.valueBoolean")).isEqualTo("true");
        assertThat(answer.getList("parameter.findAll { it.name == 'format' }.valueCode", String.class))
                .containsExactly("large-print", "bsl-video");
        assertThat(answer.getList(
                        "parameter.findAll { it.name == 'messages' }.collect { it.part[0].valueCode + '=' + it.part[1].valueBoolean }",
                        String.class))
                .containsExactlyInAnyOrder("sms=true", "email=false");
        assertThat(value(answer, "organisation.valueCode")).isEqualTo("RX901");
        assertThat(value(answer, "recordedBy.valueReference.reference")).isEqualTo("Practitioner/hospital-doctor-1");
        assertThat(value(answer, "byPatient.valueBoolean")).isEqualTo("false");
        assertThat(value(answer, "recorded.valueInstant")).isNotBlank();
    }

    @Test
    void shouldSayInTheWordsOfUkCoreWhatThoseCanSay() {
        // Given
        var id = createPatient(freshNhsNumber(), "Barlow");
        tell("hospital-doctor", id, PREFERENCES, "");

        // When
        var answer = as("hospital-doctor").get(path(id)).jsonPath();

        // Then
        var patient = "parameter.find { it.name == 'patient' }.resource.";
        assertThat(answer.getString(patient + "communication[0].language.coding[0].code"))
                .isEqualTo("pl");
        assertThat(answer.getList(patient + "extension.url", String.class))
                .containsExactly(
                        "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSCommunication",
                        "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ContactPreference");
        assertThat(answer.getString(patient + "extension[1].extension[0].valueCodeableConcept.coding[0].code"))
                .isEqualTo("11");
        assertThat(answer.getString(patient + "extension[1].extension[1].valueCodeableConcept.coding[0].code"))
                .isEqualTo("4");
    }

    @Test
    void shouldTakeBackWhatItAnsweredAndChangeNothingByIt() {
        // Given
        var id = createPatient(freshNhsNumber(), "Corby");
        var answer = tell("hospital-doctor", id, PREFERENCES, "").asString();

        // When
        var again = tell("hospital-doctor", id, answer, "W/\"1\"");

        // Then
        assertThat(again.statusCode()).as(again.asString()).isEqualTo(200);
        assertThat(again.header("ETag")).isEqualTo("W/\"1\"");
    }

    @Test
    void shouldLoseNoChangeToAnotherThatDidNotSeeIt() {
        // Given
        var id = createPatient(freshNhsNumber(), "Dacre");
        tell("hospital-doctor", id, PREFERENCES, "");

        // When
        var blind = tell("hospital-doctor", id, only("preferredChannel", "letter"), "");
        var seen = tell("hospital-doctor", id, only("preferredChannel", "letter"), "W/\"1\"");
        var late = tell("hospital-doctor", id, only("preferredChannel", "visit"), "W/\"1\"");

        // Then
        assertThat(blind.statusCode()).isEqualTo(412);
        assertThat(seen.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(late.statusCode()).isEqualTo(412);
        var now = as("hospital-doctor").get(path(id)).jsonPath();
        assertThat(value(now, "preferredChannel.valueCode")).isEqualTo("letter");
        assertThat(value(now, "language.valueCode")).as("a change replaces all").isNull();
    }

    @Test
    void shouldLetPatientsSayItThemselvesAndOnlyOfThemselves() {
        // Given
        var own = ownId();
        var other = createPatient(freshNhsNumber(), "Easton");
        var token = Region.freshToken("patient-app");
        var etag = RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .get(path(own))
                .header("ETag");

        // When
        var told = tellWith(token, own, only("language", "cy"), etag == null ? "" : etag);
        var ofAnother = tellWith(token, other, only("language", "cy"), "");
        var readOfAnother =
                RestAssured.given().header("Authorization", "Bearer " + token).get(path(other));
        var withoutScope = tellWith(Region.freshToken("patient"), own, only("language", "en"), "");

        // Then
        assertThat(told.statusCode()).as(told.asString()).isEqualTo(200);
        assertThat(value(told.jsonPath(), "byPatient.valueBoolean")).isEqualTo("true");
        assertThat(ofAnother.statusCode()).isEqualTo(403);
        assertThat(readOfAnother.statusCode()).isEqualTo(403);
        assertThat(withoutScope.statusCode()).isEqualTo(403);
    }

    @Test
    void shouldHideItFromThoseWhoMayNotSeeThePatient() {
        // Given
        var id = createPatient(freshNhsNumber(), "Fenton");
        tell("hospital-doctor", id, PREFERENCES, "");

        // When
        var read = as("stranger").get(path(id));
        var told = tell("stranger", id, only("preferredChannel", "sms"), "W/\"1\"");

        // Then
        assertThat(read.statusCode()).isEqualTo(403);
        assertThat(told.statusCode()).isEqualTo(403);
        assertThat(read.asString() + told.asString()).doesNotContain("large-print", "email");
    }

    @Test
    void shouldSayThatNothingWasSaid() {
        // Given
        var id = createPatient(freshNhsNumber(), "Gorman");

        // When
        var nothing = as("hospital-doctor").get(path(id));
        var nobody = as("hospital-doctor").get(path(UUID.randomUUID().toString()));

        // Then
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(nobody.statusCode()).isEqualTo(404);
        assertThat(find(id).getFound()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'name':'preferredChannel','valueCode':'pigeon'}",
                "{'name':'preferredChannel','valueString':'email'}",
                "{'name':'preferredChannel','valueCode':'sms'},{'name':'preferredChannel','valueCode':'email'}",
                "{'name':'language','valueCode':'english'}",
                "{'name':'interpreterRequired','valueCode':'yes'}",
                "{'name':'format','valueCode':'papyrus'}",
                "{'name':'messages','valueBoolean':true}",
                "{'name':'messages','part':[{'name':'channel','valueCode':'sms'}]}",
                "{'name':'messages','part':[{'name':'channel','valueCode':'letter'},{'name':'permitted','valueBoolean':true}]}",
                "{'name':'messages','part':[{'name':'when','valueCode':'sms'}]}",
                "{'name':'somethingElse','valueCode':'x'}",
            },
            quoteCharacter = '`')
    void shouldRefuseByNameWhatItDoesNotKnow(String parameter) {
        // Given
        var id = createPatient(freshNhsNumber(), "Hadley");
        var body = "{\"resourceType\":\"Parameters\",\"parameter\":[" + parameter.replace('\'', '"') + "]}";

        // When
        var refused = tell("hospital-doctor", id, body, "");

        // Then
        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(400);
        assertThat(find(id).getFound()).isFalse();
    }

    @Test
    void shouldTellOthersToAskAgain() throws Exception {
        // Given
        var id = createPatient(freshNhsNumber(), "Ingram");

        // When
        tell("hospital-doctor", id, PREFERENCES, "");

        // Then
        var events = kafka.await(
                topics.identity(),
                1,
                Duration.ofSeconds(20),
                record -> id.equals(record.key()) && isContactChange(record.value()));
        assertThat(events).hasSize(1);
        var found = find(id);
        assertThat(found.getPreferredChannel()).isEqualTo("email");
        assertThat(found.getInterpreterRequired()).isTrue();
        assertThat(found.getFormatsList()).containsExactly("large-print", "bsl-video");
        assertThat(found.getMessagesList())
                .extracting(consent -> consent.getChannel() + "=" + consent.getPermitted())
                .containsExactlyInAnyOrder("sms=true", "email=false");
    }

    @Test
    void shouldFollowAMergeAndItsUndoing() {
        // Given
        var merged = createPatient(freshNhsNumber(), "Aldous");
        var survivor = createPatient(freshNhsNumber(), "Aldous");
        tell("hospital-doctor", survivor, PREFERENCES.replace("large-print", "easy-read"), "");
        tell("hospital-doctor", merged, PREFERENCES, "");

        // When
        move("$merge", merged, survivor);
        var together = as("hospital-doctor").get(path(survivor));
        var byOldId = find(merged).getFormatsList();
        var stale = tell("hospital-doctor", survivor, PREFERENCES.replace("\"pl\"", "\"cy\""), "W/\"1\"");
        var after =
                tell("hospital-doctor", survivor, PREFERENCES.replace("large-print", "audio"), together.header("ETag"));
        var all = find(merged).getFormatsList();
        move("$unmerge", merged, "");

        // Then
        assertThat(together.asString()).contains("large-print").doesNotContain("easy-read");
        assertThat(byOldId).contains("large-print");
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(after.statusCode()).as(after.asString()).isEqualTo(200);
        assertThat(all).contains("audio");
        assertThat(find(merged).getFormatsList()).contains("large-print").doesNotContain("audio");
        assertThat(find(survivor).getFormatsList()).contains("audio");
        assertThat(as("hospital-doctor").get(path(merged)).header("ETag")).isEqualTo("W/\"1\"");
    }

    @Test
    void shouldAnswerOnlyTheRegionsOwnServices() {
        // Given
        var channel = ManagedChannelBuilder.forAddress("localhost", RestAssured.port)
                .usePlaintext()
                .build();

        // When
        var call = assertThatThrownBy(
                () -> ContactDirectoryGrpc.newBlockingStub(channel).find(FindContactRequest.getDefaultInstance()));

        // Then
        call.isInstanceOf(StatusRuntimeException.class).hasMessageContaining("UNAUTHENTICATED");
        channel.shutdownNow();
    }

    private static void move(String operation, String source, String target) {
        var to = target.isEmpty()
                ? ""
                : ",{\"name\":\"target-patient\",\"valueReference\":{\"reference\":\"Patient/" + target + "\"}}";
        as("loader")
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"source-patient\","
                        + "\"valueReference\":{\"reference\":\"Patient/" + source + "\"}}" + to + "]}")
                .post("/fhir/R4/Patient/" + operation)
                .then()
                .statusCode(200);
    }

    private static boolean isContactChange(byte[] value) {
        try {
            return Event.parseFrom(value).getPatientChanged().getContactChanged();
        } catch (InvalidProtocolBufferException other) {
            return false;
        }
    }

    private static FindContactResponse find(String patientId) {
        var channel = ManagedChannelBuilder.forAddress("localhost", RestAssured.port)
                .usePlaintext()
                .build();
        try {
            var headers = new Metadata();
            headers.put(
                    Metadata.Key.of("x-meridian-internal", Metadata.ASCII_STRING_MARSHALLER),
                    IdentityStandIn.INTERNAL_TOKEN);
            return ContactDirectoryGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .find(FindContactRequest.newBuilder()
                            .setPatientId(patientId)
                            .build());
        } finally {
            channel.shutdownNow();
        }
    }

    /// The patient behind the personas `patient` and `patient-app`, whichever test made the record.
    private static String ownId() {
        as("hospital-doctor")
                .header("X-Request-ID", UUID.randomUUID().toString())
                .header(
                        "If-None-Exist",
                        "identifier=https://fhir.nhs.uk/Id/nhs-number|" + IdentityTestResource.PATIENT_NUMBER)
                .contentType("application/fhir+json")
                .body(Region.patient(IdentityTestResource.PATIENT_NUMBER, "Own", "1980-02-01"))
                .post("/fhir/R4/Patient");
        return as("loader")
                .queryParam("identifier", "https://fhir.nhs.uk/Id/nhs-number|" + IdentityTestResource.PATIENT_NUMBER)
                .get("/fhir/R4/Patient")
                .jsonPath()
                .getString("entry[0].resource.id");
    }

    private static Response tell(String persona, String id, String body, String ifMatch) {
        var request = as(persona).contentType("application/fhir+json").body(body);
        return (ifMatch.isEmpty() ? request : request.header("If-Match", ifMatch)).put(path(id));
    }

    private static Response tellWith(String token, String id, String body, String ifMatch) {
        var request = RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .contentType("application/fhir+json")
                .body(body);
        return (ifMatch.isEmpty() ? request : request.header("If-Match", ifMatch)).put(path(id));
    }

    private static String only(String name, String code) {
        return "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"" + name + "\",\"valueCode\":\"" + code
                + "\"}]}";
    }

    private static String value(JsonPath answer, String place) {
        var dot = place.indexOf('.');
        return answer.getString(
                "parameter.find { it.name == '" + place.substring(0, dot) + "' }?" + place.substring(dot));
    }

    private static String path(String id) {
        return "/fhir/R4/Patient/" + id + "/$contact-preferences";
    }
}
