package org.meridiandx.order.tracking;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.meridiandx.order.records.Organisations;
import org.meridiandx.order.records.StatusReason;

/// Reads what happened to a request from its versions and those of its tasks.
public final class Milestones {
    private static final Set<String> SAMPLE_RECEIVED = Set.of("specimen received", "sample received");
    /// What the state tells already.
    private static final String ACCEPTED = "accepted by the performer";
    private static final String IMAGES_AVAILABLE = "images available";
    private final List<Milestone> found = new ArrayList<>();
    private final Map<String, Task> tasks = new HashMap<>();
    private String status = "draft";

    private Milestones() {}

    /// @param versions of one request and of its tasks, each with its `meta.lastUpdated`, in the order of time
    public static List<Milestone> of(List<DomainResource> versions) {
        var reader = new Milestones();
        for (var version : versions) {
            switch (version) {
                case ServiceRequest request -> reader.read(request);
                case Task task -> reader.read(task);
                default -> throw new IllegalArgumentException("neither a request nor a task of one");
            }
        }
        return List.copyOf(reader.found);
    }

    private void read(ServiceRequest request) {
        var before = status;
        status = request.getStatus().toCode();
        if (status.equals(before)) {
            return;
        }
        var reason = wordsOf(StatusReason.of(request));
        switch (status) {
            case "active" -> {
                if (before.equals("draft")) {
                    found.add(requested(request));
                } else {
                    add(Milestone.Kind.RESUMED, request, "", reason);
                }
            }
            case "on-hold" -> add(Milestone.Kind.HELD, request, "", reason);
            case "completed" -> add(Milestone.Kind.REPORT_READY, request, "", "");
            case "revoked" -> add(Milestone.Kind.CANCELLED, request, "", reason);
            case "entered-in-error" -> add(Milestone.Kind.WITHDRAWN, request, "", reason);
            default -> {}
        }
    }

    /// It was asked for before it was told here, or not at all.
    private static Milestone requested(ServiceRequest request) {
        var stored = atOf(request);
        var authored = request.hasAuthoredOn() ? request.getAuthoredOn().toInstant() : stored;
        return new Milestone(
                Milestone.Kind.REQUESTED,
                authored.isBefore(stored) ? authored : stored,
                nameOf(request.getRequester(), request),
                "");
    }

    private void read(Task task) {
        var id = task.getIdElement().getIdPart();
        var before = tasks.getOrDefault(id, new Task().setStatus(Task.TaskStatus.REQUESTED));
        tasks.put(id, task);
        var news = newsOf(task.getBusinessStatus());
        var isNews = !news.isEmpty() && !news.equals(newsOf(before.getBusinessStatus()));
        if (task.getStatus() != before.getStatus()) {
            moved(task, before, isNews);
        }
        if (isNews) {
            told(task, news);
        }
    }

    private void moved(Task task, Task before, boolean isNews) {
        var isReleased = before.getStatus() == Task.TaskStatus.ONHOLD;
        var who = nameOf(task.getOwner(), task);
        switch (task.getStatus()) {
            case REJECTED -> add(Milestone.Kind.DECLINED, task, who, wordsOf(task.getStatusReason()));
            case ACCEPTED -> {
                if (!isReleased) {
                    add(Milestone.Kind.ACCEPTED, task, who, "");
                }
            }
            case INPROGRESS -> {
                // What began is told by the news that come with it.
                if (!isReleased && !isNews) {
                    add(Milestone.Kind.STARTED, task, who, "");
                }
            }
            default -> {}
        }
    }

    private void told(Task task, String news) {
        var said = news.toLowerCase(Locale.ROOT);
        if (said.equals(IMAGES_AVAILABLE)) {
            add(Milestone.Kind.IMAGES_TAKEN, task, "", "");
        } else if (SAMPLE_RECEIVED.contains(said)) {
            add(Milestone.Kind.SAMPLE_RECEIVED, task, nameOf(task.getOwner(), task), "");
        } else if (!said.equals(ACCEPTED)) {
            add(Milestone.Kind.NEWS, task, nameOf(task.getOwner(), task), news);
        }
    }

    private void add(Milestone.Kind kind, DomainResource version, String who, String words) {
        found.add(new Milestone(kind, atOf(version), who, words));
    }

    private static Instant atOf(DomainResource version) {
        return version.getMeta().getLastUpdated().toInstant();
    }

    private static String newsOf(CodeableConcept businessStatus) {
        return wordsOf(businessStatus).strip();
    }

    /// A text, else the words of a code, else the code.
    private static String wordsOf(CodeableConcept concept) {
        if (concept.hasText()) {
            return concept.getText();
        }
        var coding = concept.getCodingFirstRep();
        var code = coding.hasCode() ? coding.getCode() : "";
        return coding.hasDisplay() ? coding.getDisplay() : code;
    }

    private static String nameOf(Reference party, DomainResource holder) {
        return party.hasDisplay() ? party.getDisplay() : Organisations.odsOf(party, holder);
    }
}
