package org.meridiandx.imaging.studies;

import java.util.Map;
import java.util.Set;
import org.meridiandx.imaging.matching.Match;

/// Which studies of a request the caller may add to, and whose they are.
///
/// @param closed Study Instance UIDs that are not open to the caller
/// @param matches by Study Instance UID, of studies that had no patient yet
record Admitted(Set<String> closed, Map<String, Match> matches) {
    Study matched(Study study) {
        var match = matches.get(study.attributes().studyUid());
        if (match == null || study.ownership().isMatched()) {
            return study;
        }
        return study.with(Study.Ownership.of(study.ownership().custodian(), match));
    }
}
