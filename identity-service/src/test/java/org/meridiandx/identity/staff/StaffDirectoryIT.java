package org.meridiandx.identity.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.meridiandx.identity.region.Region.as;

import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.api.v1.FindDepartedRequest;
import org.meridiandx.contracts.api.v1.StaffDirectoryGrpc;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class StaffDirectoryIT {
    @Test
    void shouldNameThoseWhoHaveLeft() {
        // Given
        person("works", true);
        role("works-1", "works", false);
        role("works-2", "works", true);
        person("retired", false);
        person("moved", true);
        role("moved-1", "moved", false);
        person("no-role", true);

        // When
        var departed =
                departed(List.of("works", "retired", "moved", "no-role", "unknown"), IdentityStandIn.INTERNAL_TOKEN);

        // Then
        assertThat(departed).containsExactlyInAnyOrder("retired", "moved");
    }

    @Test
    void shouldAnswerOnlyTheRegionsOwnServicesAndNotForEver() {
        assertThatThrownBy(() -> departed(List.of("works"), "wrong"))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("UNAUTHENTICATED");
        assertThatThrownBy(() -> departed(Collections.nCopies(1_001, "works"), IdentityStandIn.INTERNAL_TOKEN))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("INVALID_ARGUMENT");
    }

    private static List<String> departed(List<String> ids, String token) {
        var channel = ManagedChannelBuilder.forAddress("localhost", RestAssured.port)
                .usePlaintext()
                .build();
        try {
            var headers = new Metadata();
            headers.put(Metadata.Key.of("x-meridian-internal", Metadata.ASCII_STRING_MARSHALLER), token);
            return StaffDirectoryGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .findDeparted(FindDepartedRequest.newBuilder()
                            .addAllPractitionerIds(ids)
                            .build())
                    .getPractitionerIdsList();
        } finally {
            channel.shutdownNow();
        }
    }

    private static void person(String id, boolean active) {
        put("Practitioner", id, "\"name\":[{\"family\":\"Quill\"}],\"active\":" + active);
    }

    private static void role(String id, String practitioner, boolean active) {
        put(
                "PractitionerRole",
                id,
                "\"practitioner\":{\"reference\":\"Practitioner/" + practitioner + "\"},\"active\":" + active);
    }

    private static void put(String type, String id, String content) {
        var answer = as("loader")
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\"," + content + "}")
                .put("/fhir/R4/" + type + "/" + id);
        assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 201);
    }
}
