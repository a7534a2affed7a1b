package org.meridiandx.order.fhir;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.meridiandx.fhir.ResourceCapability;
import org.meridiandx.fhir.SearchDefinition;

/// By what requests and tasks are searched, declared once, and what this service does with both
/// types.
public class RequestSearches {
    public static final SearchDefinition SERVICE_REQUEST = SearchDefinition.of("ServiceRequest", "service_request")
            .reference("patient", "patient_id", "Patient")
            .reference("subject", "patient_id", "Patient")
            .token("patient:identifier", "nhs_number")
            .sideTable("identifier", "service_request_identifier")
            .sideTable("code", "service_request_code")
            .sideTable("category", "service_request_category")
            .token("requisition", "requisition_system", "requisition")
            .token("status", "status")
            .token("priority", "priority")
            .sortedDateTime("authored", "authored_on")
            .reference("requester", "requester", "Organization")
            .token("requester:identifier", "requester")
            .reference("performer", "performer", "Organization")
            .token("performer:identifier", "performer")
            .sideReference("based-on", "service_request_based_on", "ServiceRequest")
            .sideReference("replaces", "service_request_replaces", "ServiceRequest")
            .sideReference("specimen", "service_request_specimen", "Specimen")
            .sideTable("specimen:identifier", "service_request_specimen_number")
            .including(
                    "ServiceRequest:based-on",
                    () -> RequestSearches.SERVICE_REQUEST,
                    "id in (select value from service_request_based_on where resource_id = any($1))")
            .including(
                    "ServiceRequest:replaces",
                    () -> RequestSearches.SERVICE_REQUEST,
                    "id in (select value from service_request_replaces where resource_id = any($1))")
            .includedWith(
                    "ServiceRequest:based-on",
                    () -> RequestSearches.SERVICE_REQUEST,
                    "id in (select resource_id from service_request_based_on where value = any($1))")
            .includedWith("Task:focus", () -> RequestSearches.TASK, "focus_id = any($1)")
            .followingMerges()
            .build();

    static final SearchDefinition TASK = SearchDefinition.of("Task", "task")
            .reference("patient", "patient_id", "Patient")
            .token("patient:identifier", "nhs_number")
            .reference("focus", "focus_id", "ServiceRequest")
            .reference("based-on", "focus_id", "ServiceRequest")
            .token("status", "status")
            .token("business-status", "business_status")
            .token("identifier", "identifier_system", "identifier")
            .reference("owner", "owner", "Organization")
            .token("owner:identifier", "owner")
            .reference("requester", "requester", "Organization")
            .sortedDateTime("authored-on", "authored_on")
            .including(
                    "Task:focus",
                    () -> RequestSearches.SERVICE_REQUEST,
                    "id in (select focus_id from task where id = any($1))")
            .followingMerges()
            .build();

    public static final SearchDefinition REQUEST_GROUP = SearchDefinition.of("RequestGroup", "request_group")
            .reference("patient", "patient_id", "Patient")
            .reference("subject", "patient_id", "Patient")
            .token("patient:identifier", "nhs_number")
            .sideTable("identifier", "request_group_identifier")
            .token("group-identifier", "requisition_system", "requisition")
            .token("status", "status")
            .sortedDateTime("authored", "authored_on")
            .followingMerges()
            .build();

    private RequestSearches() {}

    @Produces
    @Singleton
    static ResourceCapability serviceRequests() {
        return new ResourceCapability(
                SERVICE_REQUEST,
                "https://fhir.hl7.org.uk/StructureDefinition/UKCore-ServiceRequest",
                List.of("read", "vread", "history-instance", "search-type", "create", "update"),
                List.of(
                        "assess",
                        "cancel",
                        "justification",
                        "prepare",
                        "process-message",
                        "resume",
                        "suspend",
                        "track"),
                List.of("conditionalCreate", "conditionalUpdate"));
    }

    @Produces
    @Singleton
    static ResourceCapability groups() {
        return new ResourceCapability(
                REQUEST_GROUP,
                "http://hl7.org/fhir/StructureDefinition/RequestGroup",
                List.of("read", "vread", "history-instance", "search-type", "create"),
                List.of());
    }

    @Produces
    @Singleton
    static ResourceCapability messages() {
        return new ResourceCapability(
                SearchDefinition.of("MessageDefinition", "none").build(),
                "http://hl7.org/fhir/StructureDefinition/MessageDefinition",
                List.of("read"),
                List.of());
    }

    @Produces
    @Singleton
    static ResourceCapability tasks() {
        return new ResourceCapability(
                TASK,
                "https://fhir.hl7.org.uk/StructureDefinition/UKCore-Task",
                List.of("read", "search-type", "create", "update"),
                List.of());
    }
}
