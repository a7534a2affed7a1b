package org.meridiandx.result.followup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.result.followup.Operations.parameters;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class ActionIT {
    IdentityStandIn identity;

    @Inject
    MllpPort mllp;

    private Potassium potassium;

    @BeforeEach
    void begin() {
        identity.reset();
        potassium = new Potassium(mllp.number(), identity);
    }

    @Test
    void shouldCloseTheLoopWithAnOrderOfTheSamePatient() throws Exception {
        // Given
        var id = reported("O100");
        order("repeat-1", Samples.PATIENT_ID);
        order("repeat-2", "somebody-else");
        var body = parameters("outcome", "order", "reference", "ServiceRequest/repeat-1", "note", "Repeat tomorrow");

        // When
        var tooEarly = perform("gp", id, "act", body);
        Region.post("gp", "DiagnosticReport/" + id + "/$acknowledge", new byte[0]);
        var others = perform("gp", id, "act", parameters("outcome", "order", "reference", "ServiceRequest/repeat-2"));
        var done = perform("gp", id, "act", body);
        var again = perform("gp", id, "act", body);
        var otherwise = perform("gp", id, "act", parameters("outcome", "no-action-needed"));

        // Then
        assertThat(List.of(tooEarly, others, done, again, otherwise))
                .extracting(Response::statusCode)
                .as(done.asString())
                .containsExactly(409, 422, 200, 200, 409);
        assertThat(done.jsonPath().getString("status")).isEqualTo("completed");
        assertThat(done.jsonPath().getString("output[1].valueReference.reference"))
                .isEqualTo("ServiceRequest/repeat-1");
        assertThat(again.asString()).isEqualTo(done.asString());
        assertThat(steps(id)).containsExactly("addressed", "acknowledged", "acted");
    }

    @Test
    void shouldStayWithThoseWhoHadItUntilOthersAcceptIt() throws Exception {
        // Given
        var id = reported("O200");

        // When
        var stolen = perform("hospital-doctor", id, "assign", parameters("person", "Practitioner/hospital-doctor-1"));
        var early = perform("hospital-doctor", id, "accept", parameters());
        var offered = perform("gp", id, "hand-over", parameters("organisation", "RX901"));
        var list = Operations.list("hospital-doctor", "list=offered").getList("items.report");
        var accepted = perform("hospital-doctor", id, "accept", parameters());
        var back = perform("gp", id, "assign", parameters("person", "Practitioner/gp-1"));

        // Then
        assertThat(List.of(stolen, early, offered, accepted, back))
                .extracting(Response::statusCode)
                .containsExactly(422, 422, 200, 200, 422);
        assertThat(offered.jsonPath().getString("owner.identifier.value")).isEqualTo("Y90001");
        assertThat(list).contains("DiagnosticReport/" + id);
        assertThat(accepted.jsonPath().getString("owner.reference")).isEqualTo("Practitioner/hospital-doctor-1");
        assertThat(steps(id)).containsExactly("addressed", "offered", "accepted");
    }

    @Test
    void shouldLeaveWhatWasActedOnWithThoseWhoDid() throws Exception {
        // Given
        var id = reported("O250");
        Region.post("gp", "DiagnosticReport/" + id + "/$acknowledge", new byte[0]);
        perform("gp", id, "hand-over", parameters("organisation", "rx901"));
        var done = perform("gp", id, "act", parameters("outcome", "no-action-needed"));

        // When
        var late = perform("hospital-doctor", id, "accept", parameters());

        // Then
        assertThat(List.of(done.statusCode(), late.statusCode())).containsExactly(200, 409);
        assertThat(late.asString()).contains("Nothing is left");
        assertThat(steps(id)).containsExactly("addressed", "acknowledged", "offered", "acted");
    }

    @Test
    void shouldKeepTheTelephoneLog() throws Exception {
        // Given
        var id = reported("O300");

        // When
        var call = perform(
                "lab",
                id,
                "telephone",
                parameters("to", "Duty doctor, Larkfield", "readBack", "true", "note", "Second try"));
        var log = Operations.get("gp", "/results/follow-ups/" + id).jsonPath();

        // Then
        assertThat(call.statusCode()).as(call.asString()).isEqualTo(200);
        assertThat(call.jsonPath().getString("status"))
                .as("a call closes nothing")
                .isEqualTo("requested");
        assertThat(log.getString("calls[0].to")).isEqualTo("Duty doctor, Larkfield");
        assertThat(log.getBoolean("calls[0].readBack")).isTrue();
        assertThat(log.getString("calls[0].by")).isEqualTo("Device/lab");
        assertThat(log.getString("calls[0].organisation")).isEqualTo("RX902");
        assertThat(steps(id)).containsExactly("addressed", "telephoned");
    }

    @Test
    void shouldRefuseACallThatIsToCome() throws Exception {
        // Given
        var id = reported("O350");
        var soon = OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(10).toString();
        var before = OffsetDateTime.now(ZoneOffset.UTC).minusMinutes(10).toString();

        // When
        var toCome = perform("lab", id, "telephone", parameters("to", "x", "readBack", "true", "at", soon));
        var made = perform("lab", id, "telephone", parameters("to", "x", "readBack", "true", "at", before));

        // Then
        assertThat(List.of(toCome.statusCode(), made.statusCode())).containsExactly(400, 200);
        assertThat(toCome.asString()).contains("'at'");
        assertThat(steps(id)).containsExactly("addressed", "telephoned");
    }

    @ParameterizedTest
    @CsvSource({
        "act, outcome=maybe",
        "act, outcome=order",
        "act, outcome=order reference=x",
        "act, surprise=1",
        "assign, person=Dr_Who",
        "hand-over, person=Practitioner/gp-1",
        "hand-over, organisation=Y90001!",
        "telephone, to=x",
        "telephone, to=x readBack=perhaps",
        "telephone, to=x readBack=true at=today",
        "accept, version=one",
    })
    void shouldNameWhatIsWrong(String operation, String pairs) throws Exception {
        // Given
        var body = parameters(pairs.split("[ =]"));

        // When
        var answer = perform("gp", "any", operation, body);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    }

    @Test
    void shouldRefuseWhatIsAboutAnOlderVersion() throws Exception {
        // Given
        var id = reported("O400");
        potassium.send("O400-2", "O400", "C", "7.3", "HH");

        // When
        var answer = perform("gp", id, "assign", parameters("person", "Practitioner/gp-1", "version", "1"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.asString()).contains("version 2 is current");
    }

    private static Response perform(String persona, String id, String operation, byte[] body) {
        return Region.post(persona, "DiagnosticReport/" + id + "/$" + operation, body);
    }

    private static List<String> steps(String id) {
        return Operations.get("gp", "/results/follow-ups/" + id).jsonPath().getList("steps.step");
    }

    private void order(String id, String patientId) {
        identity.orders()
                .add(OrderRef.newBuilder().setOrderId(id).setRequester("Y90001").build(), patientId, "active");
    }

    private String reported(String number) throws Exception {
        potassium.order(number);
        potassium.send(number + "-1", number, "F", "7.0", "HH");
        return potassium.report(number);
    }
}
