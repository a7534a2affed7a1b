package org.meridiandx.identity.patients;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.contracts.api.v1.FindPatientResponse;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.identity.patients.content.Restriction;
import org.meridiandx.identity.patients.content.ToldDetails;
import org.meridiandx.identity.patients.values.FieldGroup;
import org.meridiandx.identity.patients.values.rules.SaidValue;
import org.meridiandx.identity.patients.values.rules.ValueRule;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What a patient's record was, and who said what of it.
@ApplicationScoped
class PatientHistoryService {
    private final Pool pool;
    private final PatientRepository repository;
    private final PatientStore store;
    private final Access access;
    private final AuditTrail audit;

    PatientHistoryService(
            Pool pool, PatientRepository repository, PatientStore store, Access access, AuditTrail audit) {
        this.pool = pool;
        this.repository = repository;
        this.store = store;
        this.access = access;
        this.audit = audit;
    }

    /// One version as it was served, 404 where there is no such patient; of a patient who is restricted now, without
    /// what is hidden now.
    Uni<Optional<StoredResource>> version(Caller caller, String id, int version) {
        return readable(caller, id, "vread").chain(found -> {
            if (found.isEmpty()) {
                throw ProblemException.of(ProblemCode.NOT_FOUND, "There is no Patient with this id here.");
            }
            if (found.get().shown().version() == version) {
                return Uni.createFrom().item(found.map(Readable::shown));
            }
            var now = found.get().record().resource();
            return repository
                    .version(pool, id, version)
                    .map(old -> old.map(kept -> new StoredResource(
                                    id,
                                    version,
                                    kept.lastUpdated().toInstant(),
                                    now.patientId(),
                                    now.organisations(),
                                    shown(
                                            FhirJson.read(now.content(), Patient.class),
                                            kept.content().getBytes()))
                            .shownBy(found.get().decision())));
        });
    }

    /// Each value that a source gave, and whether it is in force.
    Uni<Optional<Parameters>> values(Caller caller, String id) {
        return readable(caller, id, "history-of-values")
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : store.look(pool, id)
                                .map(kin -> kin.map(
                                        known -> valuesOf(known, id, found.get().decision()))));
    }

    /// Name, address and practice with who said each, for another service that decides whom it
    /// shows them to. What a restriction hides is not told.
    Uni<FindPatientResponse> detailed(FindPatientResponse answer) {
        return store.look(pool, answer.getPatientId())
                .map(found -> found.map(kin -> detailed(answer, kin)).orElse(answer));
    }

    private static FindPatientResponse detailed(FindPatientResponse answer, PatientKin kin) {
        var id = answer.getPatientId();
        var served = kin.served(id);
        var word = kin.record(id).word();
        return answer.toBuilder()
                .addAllDetails(ToldDetails.of(
                        served,
                        ValueRule.inForce(kin.lineage(), id, kin.said()),
                        new ToldDetails.Word(word.source(), word.at())))
                .setDetailsTold(true)
                .setDetailsHidden(Restriction.isRestricted(served))
                .build();
    }

    /// @param decision how it may be shown
    private record Readable(PatientRecord record, AccessDecision decision) {
        StoredResource shown() {
            return record.resource().shownBy(decision);
        }
    }

    private Uni<Optional<Readable>> readable(Caller caller, String id, String interaction) {
        return repository
                .find(pool, id)
                .chain(found -> found.map(record -> disclose(caller, record, interaction)
                                .map(decision -> Optional.of(new Readable(record, decision))))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<AccessDecision> disclose(Caller caller, PatientRecord record, String interaction) {
        var patientId = record.resource().patientId();
        var entry = new AuditEntry("R", interaction, "ok", "", "Patient", List.of(record.id()), patientId, "");
        return access.permit(caller, record.resource().question(Action.READ, "Patient"))
                .call(() -> audit.record(caller, List.of(entry)));
    }

    private static byte[] shown(Patient now, byte[] content) {
        if (!Restriction.isRestricted(now)) {
            return content;
        }
        var old = FhirJson.read(content, Patient.class);
        Restriction.spread(now, old);
        return FhirJson.encode(Restriction.hide(old));
    }

    private static Parameters valuesOf(PatientKin kin, String id, AccessDecision decision) {
        var inForce = ValueRule.inForce(kin.lineage(), id, kin.said());
        var isRestricted = decision.isMasked() || Restriction.isRestricted(kin.served(id));
        var answer = new Parameters();
        kin.said().stream()
                .filter(value -> kin.lineage().countsFrom(value.recordId(), id).isPresent())
                .filter(value -> !isRestricted || !FieldGroup.RESTRICTED.contains(FieldGroup.of(value.group())))
                .forEach(value -> add(answer, value, value.equals(inForce.get(value.group()))));
        return answer;
    }

    private static void add(Parameters answer, SaidValue value, boolean isInForce) {
        var said = answer.addParameter().setName("value");
        said.addPart().setName("group").setValue(new StringType(value.group()));
        said.addPart().setName("source").setValue(new StringType(value.source()));
        said.addPart().setName("said").setValue(new DateTimeType(Date.from(value.saidAt())));
        said.addPart().setName("trust").setValue(new IntegerType(value.rank()));
        said.addPart().setName("in-force").setValue(new BooleanType(isInForce));
        said.addPart().setName("record").setValue(new Reference("Patient/" + value.recordId()));
        said.addPart()
                .setName("content")
                .setResource(FhirJson.read(value.value().getBytes(StandardCharsets.UTF_8), Patient.class));
    }
}
