package org.meridiandx.result.subscriptions.delivery;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.Action;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.result.reports.ResultSearches;

/// Decides, each time that something is told, what of it the subscriber may know: the report as it stands
/// now, its patient in force, its labels, the rules and grounds of this moment.
///
/// **Hazard:** a sealed result, or one of a patient whom the subscriber has nothing to do with, that comes
/// out by a notification.
@ApplicationScoped
class Disclosures {
    private final StoredResources stored;
    private final Access access;

    Disclosures(StoredResources stored, Access access) {
        this.stored = stored;
        this.access = access;
    }

    /// @return fails where nobody can decide, and with [UnknownClientException]: then nothing is told
    Uni<Disclosure> of(Subscriber subscriber, List<QueuedEvent> events) {
        var ids = events.stream().map(QueuedEvent::reportId).collect(Collectors.toUnmodifiableSet());
        return found(ids).chain(reports -> {
            var known = List.copyOf(reports.values());
            var questions = known.stream()
                    .map(report -> report.question(Action.READ, "DiagnosticReport"))
                    .toList();
            return access.decide(subscriber.caller(), questions)
                    .map(decisions -> sorted(events, shown(subscriber, known, decisions)));
        });
    }

    private Uni<Map<String, StoredResource>> found(Set<String> ids) {
        return stored.findThese(ResultSearches.DIAGNOSTIC_REPORT, ids)
                .map(reports -> reports.stream().collect(Collectors.toMap(StoredResource::id, report -> report)));
    }

    private static Map<String, StoredResource> shown(
            Subscriber subscriber, List<StoredResource> reports, List<AccessDecision> decisions) {
        if (decisions.stream().anyMatch(new AccessDecision.Denied("unknown-client")::equals)) {
            throw new UnknownClientException();
        }
        var shown = new HashMap<String, StoredResource>();
        for (var i = 0; i < reports.size(); i++) {
            var decision = decisions.get(i);
            // Who hears of critical or of some tests only would learn from the call itself what is masked.
            if (decision.isAllowed() && !(decision.isMasked() && subscriber.isTelling())) {
                shown.put(reports.get(i).id(), reports.get(i).shownBy(decision));
            }
        }
        return shown;
    }

    private static Disclosure sorted(List<QueuedEvent> events, Map<String, StoredResource> shown) {
        var told = new ArrayList<Disclosure.Shown>();
        var withheld = new ArrayList<Long>();
        for (var event : events) {
            var report = shown.get(event.reportId());
            if (report == null) {
                withheld.add(event.seq());
            } else {
                told.add(new Disclosure.Shown(event, report));
            }
        }
        return new Disclosure(told, withheld);
    }
}
