package org.meridiandx.identity.patients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.identity.patients.values.TrustOrder;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.Region;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Whose word is in force, by the region's own order.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class DemographicTrustIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Pool pool;

    @Inject
    PatientRegistry registry;

    KafkaProbe kafka;
    Topics topics;

    @AfterEach
    void forgetOwnOrder() {
        sql("delete from demographic_trust where rank = -1");
    }

    @Test
    void shouldTrustTheFirstWordAsTheRegionSays() {
        // Given
        sql("insert into demographic_trust (kind, field_group, rank) values ('own', 'gender', -1),"
                + " ('own', 'photo', -1), ('own', 'manager', -1)");
        var id = add(patient -> {
            patient.getGenderElement().setValueAsString("female");
            patient.addPhoto().setTitle("ours");
            patient.getManagingOrganization().setDisplay("ours");
        });

        // When
        change(id, TrustOrder.Kind.NATIONAL, patient -> {
            patient.getGenderElement().setValueAsString("male");
            patient.getPhotoFirstRep().setTitle("theirs");
            patient.getManagingOrganization().setDisplay("theirs");
            patient.getMaritalStatus().setText("known to them");
        });

        // Then
        var served = read(id);
        assertThat(served.getGender().toCode()).isEqualTo("female");
        assertThat(served.getPhotoFirstRep().getTitle()).isEqualTo("ours");
        assertThat(served.getManagingOrganization().getDisplay()).isEqualTo("ours");
        assertThat(served.getMaritalStatus().getText()).isEqualTo("known to them");
    }

    @Test
    void shouldAnnounceADeathOnlyWhereItCounts() {
        // Given
        var id = add(patient -> patient.setDeceased(new BooleanType(false)));

        // When
        change(id, TrustOrder.Kind.OTHER, patient -> {
            patient.setDeceased(new BooleanType(true));
            patient.setMaritalStatus(new CodeableConcept().setText("told with it"));
        });
        change(id, TrustOrder.Kind.NATIONAL, patient -> patient.setDeceased(new BooleanType(true)));

        // Then
        var told = kafka.await(topics.identity(), 3, PATIENCE, record -> id.equals(record.key())).stream()
                .map(record -> changeOf(record.value()))
                .toList();
        assertThat(told).extracting(PatientChanged::getDeceasedChanged).containsExactly(false, false, true);
    }

    private String add(Consumer<Patient> more) {
        var patient = new Patient();
        patient.addIdentifier(
                new Identifier().setSystem("https://fhir.nhs.uk/Id/nhs-number").setValue(Region.freshNhsNumber()));
        patient.addName().setFamily("Trust");
        more.accept(patient);
        return await(pool.withTransaction(
                        connection -> registry.add(connection, patient, source("RX901", TrustOrder.Kind.OWN))))
                .id();
    }

    private void change(String id, TrustOrder.Kind kind, Consumer<Patient> change) {
        await(pool.withTransaction(connection -> registry.lock(connection, id)
                .map(Optional::orElseThrow)
                .chain(kin -> {
                    var patient = kin.whole(id);
                    change.accept(patient);
                    return registry.change(
                            connection,
                            kin,
                            id,
                            patient,
                            source(kind == TrustOrder.Kind.OTHER ? "RX902" : "RX903", kind));
                })));
    }

    private Patient read(String id) {
        var rows = await(
                pool.preparedQuery("select content from patient where id = $1").execute(Tuple.of(id)));
        return FhirJson.parse(rows.iterator().next().getBuffer(0).getBytes(), Patient.class);
    }

    private void sql(String statement) {
        await(pool.query(statement).execute());
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    private static PatientChanged changeOf(byte[] value) {
        try {
            return Event.parseFrom(value).getPatientChanged();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PatientRegistry.Source source(String organisation, TrustOrder.Kind kind) {
        var caller = new Caller(
                "test",
                organisation,
                "loader",
                Optional.empty(),
                Optional.empty(),
                "direct-care",
                new Scopes(List.of()));
        return new PatientRegistry.Source(caller, false, "registration", kind);
    }
}
