package org.meridiandx.result.subscriptions.definition;

import java.util.List;

/// Which events of its topic a subscription is about. An empty list lets everything through; within a list one is
/// enough.
///
/// @param patients Patient.id; a merged record is meant for the one that lives on
/// @param categories codes, without a system
/// @param codes `system|code`, or a code of any system
/// @param performers ODS codes, as `requesters`
public record EventFilter(
        List<String> patients,
        List<String> categories,
        List<String> codes,
        List<String> performers,
        List<String> requesters) {
    public EventFilter {
        patients = List.copyOf(patients);
        categories = List.copyOf(categories);
        codes = List.copyOf(codes);
        performers = List.copyOf(performers);
        requesters = List.copyOf(requesters);
    }

    @Override
    public String toString() {
        return "EventFilter[redacted]";
    }
}
