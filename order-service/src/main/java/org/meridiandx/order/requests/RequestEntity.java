package org.meridiandx.order.requests;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jspecify.annotations.Nullable;
import org.meridiandx.directory.Standing;
import org.meridiandx.order.records.PlannedTime;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.StoredRow;
import org.meridiandx.order.records.Subject;

/// A row of service_request: the FHIR JSON and the columns read from it.
@Entity
@Table(name = "service_request")
@SuppressWarnings("NullAway.Init")
class RequestEntity extends StoredRow {
    /// Its columns, in the order of [#columns].
    static final List<String> COLUMNS = Stream.concat(
                    StoredRow.COLUMNS.stream(),
                    Stream.of(
                            "recorded_patient_id",
                            "content_digest",
                            "status",
                            "category",
                            "code_system",
                            "code",
                            "priority",
                            "authored_on",
                            "requester",
                            "performer",
                            "planned_on",
                            "requisition_system",
                            "requisition",
                            "placer_system",
                            "placer_number",
                            "filler_number",
                            "accession_number"))
            .toList();

    /// What it was recorded under first; empty while its patient is not known.
    @Column(name = "recorded_patient_id")
    String recordedPatientId = "";

    @Column(name = "content_digest")
    String contentDigest;

    String status;
    String category;

    @Column(name = "code_system")
    String codeSystem;

    String code;
    String priority;

    @Column(name = "authored_on")
    OffsetDateTime authoredOn;

    String requester;
    String performer;

    @Column(name = "planned_on")
    @Nullable
    LocalDate plannedOn;

    @Column(name = "requisition_system")
    @Nullable
    String requisitionSystem;

    @Nullable
    String requisition;

    @Column(name = "placer_system")
    String placerSystem;

    @Column(name = "placer_number")
    String placerNumber;

    @Column(name = "filler_number")
    @Nullable
    String fillerNumber;

    @Column(name = "accession_number")
    @Nullable
    String accessionNumber;

    /// The first version of a request whose resource has its id and version 1.
    static RequestEntity of(ServiceRequest request, String contentDigest) {
        var entity = new RequestEntity();
        entity.begin(request);
        entity.contentDigest = contentDigest;
        entity.take(request);
        return entity;
    }

    /// Takes over a changed resource, which has its new version and time already.
    final void take(ServiceRequest request) {
        var facts = RequestFacts.of(request);
        keep(request);
        concern(facts);
        if (recordedPatientId.isEmpty()) {
            recordedPatientId = Subject.standingOf(request)
                    .map(Standing::recordedPatientId)
                    .orElse(facts.patient().patientId());
        }
        status = facts.status();
        category = facts.category();
        codeSystem = facts.code().system();
        code = facts.code().code();
        priority = facts.priority();
        authoredOn = facts.authoredOn().atOffset(ZoneOffset.UTC);
        requester = facts.requester();
        performer = facts.performer();
        plannedOn = PlannedTime.dayOf(request);
        requisitionSystem = nullable(facts.numbers().requisition().system());
        requisition = nullable(facts.numbers().requisition().value());
        placerSystem = facts.numbers().placer().system();
        placerNumber = facts.numbers().placer().value();
        fillerNumber = nullable(facts.numbers().filler());
        accessionNumber = nullable(facts.numbers().accession());
    }

    @Override
    protected List<@Nullable Object> columns() {
        var values = super.columns();
        Collections.addAll(values, recordedPatientId, contentDigest, status, category, codeSystem, code, priority);
        Collections.addAll(values, authoredOn, requester, performer, plannedOn, requisitionSystem, requisition);
        Collections.addAll(values, placerSystem, placerNumber, fillerNumber, accessionNumber);
        return values;
    }

    /// For whom its columns say that it is.
    Standing standing() {
        return new Standing(recordedPatientId, patientId(), "", 0);
    }

    ServiceRequest toServiceRequest() {
        return resource(ServiceRequest.class);
    }
}
