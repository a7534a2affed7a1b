package org.meridiandx.order.outbound.queue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager.TestInjector;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.process.ServiceProcess;
import org.meridiandx.testkit.region.RegionTestResource;

/// A service that is killed in the middle of sending: nothing is lost, nothing overtakes, and what the partner
/// gets twice has the same MSH-10.
class KilledSenderIT {
    private static final int ORDERS = 12;
    private static final int MESSAGES = 3 * ORDERS;
    private static final int KILLED_AT = 14;
    private static final String SECOND = "9990000026";
    private final RegionTestResource region = new RegionTestResource();
    private final PartnerStandIn partner = new PartnerStandIn();
    private final List<Object> servers = new ArrayList<>();
    private Map<String, String> settings = Map.of();

    @BeforeEach
    void start() {
        settings = new HashMap<>(region.start());
        settings.put("meridian.outbound.interval", "50ms");
        settings.put("meridian.outbound.compose-interval", "100ms");
        // The lease that a killed sender leaves behind is longer by ten seconds.
        settings.put("meridian.outbound.timeout", "1s");
        settings.put("meridian.outbound.first-pause", "100ms");
        settings.put("meridian.outbound.longest-pause", "500ms");
        region.inject(new TestInjector() {
            @Override
            public void injectIntoFields(Object value, Predicate<Field> ignored) {
                servers.add(value);
            }
        });
        var identity = server(IdentityStandIn.class);
        RegionFixture.knowOnePatient(identity);
        identity.patients().add("patient-2", SECOND, "1990-01-01");
    }

    @AfterEach
    void stop() throws Exception {
        partner.close();
        region.stop();
    }

    private <T> T server(Class<T> type) {
        return servers.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private Rows rows() {
        return new Rows(server(PostgresDatabase.class));
    }

    @Test
    void shouldLoseNothingAndLetNothingOvertakeWhenItIsKilledWhileItSends() throws Exception {
        // Given
        try (var service = ServiceProcess.start(settings, List.of("-Xmx256m"))) {
            rows().execute(
                            "insert into outbound_partner (ods, host, port, tls) values ('RX901', 'localhost', ?, false)",
                            partner.port());
            partner.stop();
            for (var order = 0; order < ORDERS; order++) {
                orderChangeAndCancel(service, order % 2 == 0 ? RegionFixture.NHS_NUMBER : SECOND);
            }

            // When
            partner.answering(message ->
                    partner.received().size() == KILLED_AT ? killed(service) : PartnerStandIn.ack(message, "AA", ""));
            partner.startAgain();
            RegionFixture.await(() -> partner.received().size() >= KILLED_AT && service.isKilled());
        }
        var before = rows().number("select count(*) from outbound_order where state = 'sent'");
        try (var service = ServiceProcess.start(settings, List.of("-Xmx256m"))) {
            assertThat(service.isKilled()).isFalse();
            RegionFixture.await(
                    () -> rows().number("select count(*) from outbound_order where state = 'sent'") == MESSAGES);
        }

        // Then
        assertThat(before).as("killed in the middle").isEqualTo(KILLED_AT - 1);
        assertThat(controlIds(partner.received()))
                .containsExactlyInAnyOrderElementsOf(
                        List.of(rows().text("select string_agg(control_id, ' ') from outbound_order")
                                .split(" ")));
        assertThat(partner.received()).as("one was in hand").hasSize(MESSAGES + 1);
        assertThat(new LinkedHashSet<>(texts())).as("the same bytes").hasSize(MESSAGES);
        for (var patient : List.of(RegionFixture.NHS_NUMBER, SECOND)) {
            var ofPatient = partner.received().stream()
                    .filter(message -> message.value("PID", 3).orElse("").equals(patient))
                    .toList();
            assertThat(controlIds(ofPatient)).containsExactly(inOrder(patient));
        }
    }

    private static String killed(ServiceProcess service) {
        try {
            service.kill();
            return PartnerStandIn.CLOSE;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> controlIds(List<Hl7Message> messages) {
        return messages.stream()
                .map(message -> message.value("MSH", 10).orElse(""))
                .distinct()
                .toList();
    }

    private List<String> texts() {
        return partner.frames().stream()
                .map(frame -> new String(frame, StandardCharsets.UTF_8))
                .toList();
    }

    private String[] inOrder(String nhsNumber) {
        return rows().text("""
                select string_agg(o.control_id, ' ' order by o.seq) from outbound_order o
                join service_request r on r.id = o.order_id where r.nhs_number = ?""", nhsNumber).split(" ");
    }

    private static void orderChangeAndCancel(ServiceProcess service, String nhsNumber) {
        var order = RegionFixture.ctChest(UUID.randomUUID().toString())
                .replace(
                        "{\"reference\":\"Patient/patient-1\"}",
                        "{\"identifier\":{\"system\":\"" + RegionFixture.NHS + "\",\"value\":\"" + nhsNumber + "\"}}");
        var placed = sending(service, order).post("/fhir/R4/ServiceRequest");
        assertThat(placed.statusCode()).as(placed.asString()).isEqualTo(201);
        var path = "/fhir/R4/ServiceRequest/" + placed.jsonPath().getString("id");
        var changed = sending(service, placed.asString().replace("six weeks", "eight weeks"))
                .header("If-Match", placed.header("ETag"))
                .put(path);
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        var cancelled = sending(service, RegionFixture.REASON).post(path + "/$cancel");
        assertThat(cancelled.statusCode()).as(cancelled.asString()).isEqualTo(200);
    }

    private static io.restassured.specification.RequestSpecification sending(ServiceProcess service, String body) {
        return given().baseUri("http://localhost")
                .port(service.port())
                .header("Authorization", "Bearer " + Tokens.persona("gp"))
                .header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json; charset=utf-8")
                .body(body);
    }
}
