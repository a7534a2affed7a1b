package org.meridiandx.fhir;

import java.util.List;
import java.util.Optional;

/// A search that was read and found good.
///
/// @param sql selects `id, version, last_updated, patient_id, organisations, content, sorted_by`, one
/// row more than the page
/// @param arguments for `$1`, `$2`, …
/// @param count entries a page
/// @param patientId the patient that the search names by reference, so that access can be decided
/// before any row is read
/// @param shape the parameter names, for the audit
/// @param isFirstPage whether no cursor was given
/// @param includes what the hits bring along
/// @param having what is asked of resources that name the hits
/// @param form what of the answer is wanted
@SuppressWarnings("ArrayRecordComponent")
public record SearchQuery(
        String sql,
        List<Object> arguments,
        int count,
        Optional<String> patientId,
        String shape,
        boolean isFirstPage,
        List<SearchInclude> includes,
        List<SearchHas.Asked> having,
        SearchForm form) {
    public SearchQuery {
        arguments = List.copyOf(arguments);
        includes = List.copyOf(includes);
        having = List.copyOf(having);
    }

    @Override
    public String toString() {
        return "SearchQuery[" + shape + "]";
    }
}
