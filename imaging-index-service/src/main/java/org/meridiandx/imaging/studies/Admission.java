package org.meridiandx.imaging.studies;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.directory.standing.PatientStandings;
import org.meridiandx.imaging.header.IncomingInstance;
import org.meridiandx.imaging.matching.Claims;
import org.meridiandx.imaging.matching.Match;
import org.meridiandx.imaging.matching.PatientMatcher;
import org.meridiandx.outbox.OutboundMessage;

/// Asks, before the transaction, what only other services know.
@ApplicationScoped
class Admission {
    private static final String RESOURCE = "ImagingStudy";
    private static final int MATCHES_AT_ONCE = 16;
    private final Access access;
    private final AuditTrail audit;
    private final PatientMatcher matcher;
    private final PatientStandings standings;

    Admission(Access access, AuditTrail audit, PatientMatcher matcher, PatientStandings standings) {
        this.access = access;
        this.audit = audit;
        this.matcher = matcher;
        this.standings = standings;
    }

    Uni<Admitted> decide(Caller caller, Map<String, IncomingInstance> firsts, Map<String, Study> present) {
        var uids = List.copyOf(firsts.keySet());
        var questions =
                uids.stream().map(uid -> question(caller, present.get(uid))).toList();
        return access.decide(caller, questions)
                .call(decisions -> access.traceDenied(caller, questions, decisions))
                .chain(decisions -> {
                    var closed = new LinkedHashSet<String>();
                    for (var i = 0; i < uids.size(); i++) {
                        if (!decisions.get(i).isAllowed()) {
                            closed.add(uids.get(i));
                        }
                    }
                    return matches(caller, firsts, present, closed)
                            .map(matches -> new Admitted(closed, Set.copyOf(present.keySet()), matches));
                });
    }

    /// Whose the studies are now; it stays so until the transaction ends. The answers before it may
    /// be of before a merge.
    Uni<Admitted> inForce(SqlClient connection, Admitted admitted) {
        var recorded = admitted.matches().values().stream()
                .filter(Match.Matched.class::isInstance)
                .map(match -> ((Match.Matched) match).patient().recordedPatientId())
                .toList();
        return standings.inForce(connection, recorded).map(kept -> {
            var matches = new HashMap<String, Match>();
            admitted.matches().forEach((uid, match) -> matches.put(uid, match.in(kept)));
            return new Admitted(admitted.closed(), admitted.present(), matches);
        });
    }

    OutboundMessage auditOf(Caller caller, Study study) {
        var entry = AuditEntry.change(
                study.version() == 0 ? "C" : "U",
                "store-instances",
                RESOURCE,
                study.id(),
                study.ownership().patientId());
        return audit.message(caller, entry);
    }

    /// A new study is the caller's own. To a study that is there only those may add who have a part
    /// in it.
    private static AccessRequest question(Caller caller, @Nullable Study study) {
        if (study == null) {
            return AccessRequest.of(Action.CREATE, RESOURCE, "", Set.of(caller.organisation()));
        }
        var parties = new HashSet<>(study.ownership().organisations());
        parties.add(study.ownership().custodian());
        var action = parties.contains(caller.organisation()) ? Action.CREATE : Action.UPDATE;
        return AccessRequest.of(action, RESOURCE, study.ownership().patientId(), parties)
                .labelled(study.ownership().labelCodes());
    }

    private Uni<Map<String, Match>> matches(
            Caller caller, Map<String, IncomingInstance> firsts, Map<String, Study> present, Set<String> closed) {
        var open = firsts.entrySet().stream()
                .filter(first -> !closed.contains(first.getKey()))
                .filter(first -> !isMatched(present.get(first.getKey())))
                .toList();
        return Multi.createFrom()
                .iterable(open)
                .onItem()
                .transformToUni(first -> matcher.match(claimsOf(caller, first.getValue(), present.get(first.getKey())))
                        .map(match -> Map.entry(first.getKey(), match)))
                .merge(MATCHES_AT_ONCE)
                .collect()
                .in(HashMap<String, Match>::new, (all, entry) -> all.put(entry.getKey(), entry.getValue()))
                .map(all -> all);
    }

    private static boolean isMatched(@Nullable Study study) {
        return study != null && study.ownership().isMatched();
    }

    private static Claims claimsOf(Caller caller, IncomingInstance first, @Nullable Study study) {
        return study == null
                ? first.study().claims(caller.organisation())
                : study.attributes().claims(study.ownership().custodian());
    }

    /// Which studies of a request the caller may add to, and whose they are.
    ///
    /// @param closed Study Instance UIDs that are not open to the caller
    /// @param present UIDs of the studies that were there when this was decided
    /// @param matches by Study Instance UID, of studies that had no patient yet
    record Admitted(Set<String> closed, Set<String> present, Map<String, Match> matches) {
        /// The closed ones as things stand now: a study that another organisation has made since was not
        /// decided on. The same request sent again is.
        ///
        /// @param locked by Study Instance UID, all that are not closed
        Set<String> closedAmong(Map<String, Study> locked, String organisation) {
            var all = new LinkedHashSet<>(closed);
            locked.forEach((uid, study) -> {
                if (!present.contains(uid) && !study.ownership().custodian().equals(organisation)) {
                    all.add(uid);
                }
            });
            return all;
        }

        Study matched(Study study) {
            var match = matches.get(study.attributes().studyUid());
            if (match == null || study.ownership().isMatched()) {
                return study;
            }
            return study.with(Study.Ownership.of(study.ownership().custodian(), match));
        }
    }
}
