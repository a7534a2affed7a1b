package org.meridiandx.result.filing;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.Pointer;
import org.meridiandx.contracts.events.v1.ReportAcknowledged;
import org.meridiandx.contracts.events.v1.ReportAmended;
import org.meridiandx.contracts.events.v1.ReportAvailable;
import org.meridiandx.contracts.events.v1.ReportRef;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.resources.Token;

/// What other services and regions are told of a report: ids, codes and states, never a value.
@ApplicationScoped
public class ResultEvents {
    private final RegionEvents events;
    private final PointerHash hash;

    ResultEvents(RegionEvents events, PointerHash hash) {
        this.events = events;
        this.hash = hash;
    }

    /// The events of one filed version. None while nobody knows whose it is: it is told when it is matched.
    List<OutboundMessage> filed(ReportVersion report, Instant at) {
        return told(report, at, report.version() == 1);
    }

    /// The events of a report whose patient was found only now: it is new to everybody, whatever its version.
    List<OutboundMessage> matched(ReportVersion report, Instant at) {
        return told(report, at, true);
    }

    private List<OutboundMessage> told(ReportVersion report, Instant at, boolean isNew) {
        if (!report.patient().isKnown()) {
            return List.of();
        }
        var messages = new ArrayList<OutboundMessage>();
        var reference = reference(report, at);
        var fact = isNew
                ? Event.newBuilder()
                        .setReportAvailable(ReportAvailable.newBuilder().setReport(reference))
                : Event.newBuilder()
                        .setReportAmended(ReportAmended.newBuilder()
                                .setReport(reference)
                                .setSupersedesVersion(report.version() - 1));
        messages.add(events.message("results", report.patient().patientId(), fact));
        if (!report.patient().nhsNumber().isEmpty()) {
            messages.add(pointer(report, reference));
        }
        return messages;
    }

    /// @param actor who acknowledged, as a reference
    public OutboundMessage acknowledged(
            String reportId, int version, String patientId, String actor, String organisation) {
        return events.message(
                "results",
                patientId,
                Event.newBuilder()
                        .setReportAcknowledged(ReportAcknowledged.newBuilder()
                                .setReportId(reportId)
                                .setVersion(version)
                                .setAcknowledgedBy(actor)
                                .setOrganisation(organisation)));
    }

    private static ReportRef reference(ReportVersion report, Instant at) {
        var issued = ResourceColumns.time(report.json().path("issued"));
        var code = first(ResourceColumns.codings(report.json().path("code")));
        return ReportRef.newBuilder()
                .addAllSecurityLabels(labels(report))
                .setReportId(report.id())
                .setVersion(report.version())
                .setOrderId(report.order().orderId())
                .setPlacerNumber(report.order().placerNumber())
                .setFillerNumber(report.order().fillerNumber())
                .setAccessionNumber(report.order().accessionNumber())
                .setCategory(first(ResourceColumns.codings(report.json().path("category")))
                        .value())
                .setCode(Code.newBuilder().setSystem(code.system()).setCode(code.value()))
                .setStatus(ResourceColumns.text(report.json().path("status")))
                .setPerformer(ResourceColumns.performer(report.json()))
                .setRequester(report.order().requester())
                .setIssuedAt(RegionEvents.timestampOf(issued == null ? at : issued.toInstant()))
                .build();
    }

    private static List<Code> labels(ReportVersion report) {
        return ResourceColumns.security(report.json()).stream()
                .map(label -> Code.newBuilder()
                        .setSystem(label.system())
                        .setCode(label.value())
                        .build())
                .toList();
    }

    /// Keyed by its own id and without Patient.id: a pointer leaves the region.
    private OutboundMessage pointer(ReportVersion report, ReportRef reference) {
        var pointerId = "DiagnosticReport-" + report.id();
        var status = reference.getStatus().equals("entered-in-error") ? "entered-in-error" : "current";
        var pointer = Pointer.newBuilder()
                .setPointerId(pointerId)
                .setRegion(events.region())
                .setCustodian(reference.getPerformer())
                .setNhsNumberHash(hash.of(report.patient().nhsNumber()))
                .setKeyId(hash.keyId())
                .setResourceType("DiagnosticReport")
                .setResourceId(report.id())
                .setType(reference.getCode())
                .setCategory(reference.getCategory())
                .setStatus(status)
                .setContentAt(reference.getIssuedAt())
                .setSensitivity("N")
                .setVersion(report.version());
        var message = events.message("pointers", "", Event.newBuilder().setPointer(pointer));
        return new OutboundMessage(message.id(), message.topic(), pointerId, message.payload());
    }

    private static Token first(List<Token> tokens) {
        return tokens.isEmpty() ? Token.NONE : tokens.getFirst();
    }
}
