package org.meridiandx.result.followup.loops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.result.filing.FiledFollower;
import org.meridiandx.result.filing.Filing;
import org.meridiandx.result.filing.ObservationVersion;
import org.meridiandx.result.filing.ReportVersion;
import org.meridiandx.result.followup.critical.rules.Person;
import org.meridiandx.result.followup.rules.Level;
import org.meridiandx.result.followup.rules.LoopState;
import org.meridiandx.result.followup.rules.Mark;
import org.meridiandx.result.followup.rules.Reopening;
import org.meridiandx.result.followup.rules.Responsible;
import org.meridiandx.result.resources.ResourceColumns;

/// Begins to follow each report in the transaction that files it, and anew when a later version
/// says something else.
///
/// **Hazard:** a report that is filed and followed by nobody: there is no moment between the two,
/// and no report without somebody who answers for it but those whose sender named no organisation
/// at all, which are listed.
@ApplicationScoped
class LoopOpening implements FiledFollower {
    static final String ITSELF = "Device/result-service";
    private final Loops repository;
    private final LinesOnRecord lines;
    private final Grades grades;
    private final Outbox outbox;
    private final Deciding deciding;

    LoopOpening(Loops repository, LinesOnRecord lines, Grades grades, Outbox outbox, Deciding deciding) {
        this.repository = repository;
        this.lines = lines;
        this.grades = grades;
        this.outbox = outbox;
        this.deciding = deciding;
    }

    @Override
    public Uni<Void> filed(SqlClient connection, Filing filing, Instant at) {
        var followed = filing.reports().stream()
                .filter(report -> report.version() > 1 || deciding.isFollowed(report, at))
                .toList();
        if (followed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var later = followed.stream().filter(report -> report.version() > 1).toList();
        return later.isEmpty() && isWhole(filing)
                ? begin(connection, followed, sent(filing), new Times(at, at))
                : repository.now(connection).chain(now -> beginAnew(connection, followed, later, new Times(at, now)));
    }

    /// Whether all lines that the reports name came as theirs; others were filed before, or with
    /// another report that names them too.
    private static boolean isWhole(Filing filing) {
        var sent = filing.observations().stream()
                .map(line -> line.reportId() + "/" + line.id())
                .collect(Collectors.toSet());
        return filing.reports().stream()
                .allMatch(report -> LinesOnRecord.named(report.json()).stream()
                        .allMatch(id -> sent.contains(report.id() + "/" + id)));
    }

    /// @param at when the reports were filed, by our clock
    /// @param now by the clock of the database
    private record Times(Instant at, Instant now) {}

    private Uni<Void> begin(
            SqlClient connection,
            List<ReportVersion> reports,
            Function<String, List<ObjectNode>> linesOf,
            Times times) {
        var loops = reports.stream()
                .map(report -> first(report, linesOf.apply(report.id()), times))
                .toList();
        return repository.saveFirst(
                connection, loops, loops.stream().map(Step::to).toList(), times.at());
    }

    /// What is sent again may leave out lines that still stand: the lines are read as they are on
    /// record now.
    private Uni<Void> beginAnew(
            SqlClient connection, List<ReportVersion> reports, List<ReportVersion> later, Times times) {
        var named = reports.stream()
                .collect(Collectors.toMap(ReportVersion::id, report -> LinesOnRecord.named(report.json())));
        var laterIds = later.stream().map(ReportVersion::id).toList();
        return Uni.join()
                .all(List.of(
                        lines.of(connection, named).map(Found::ofLines),
                        repository.lock(connection, laterIds).map(Found::ofLoops),
                        lines.acknowledgers(connection, laterIds).map(Found::ofAcknowledgers)))
                .andFailFast()
                .map(Found::together)
                .chain(found -> write(connection, reports, found, times));
    }

    private Uni<Void> write(SqlClient connection, List<ReportVersion> reports, Found found, Times times) {
        var loops = new ArrayList<Loop>();
        var steps = new ArrayList<Step>();
        var messages = new ArrayList<OutboundMessage>();
        for (var report : reports) {
            var graded = found.lines().getOrDefault(report.id(), List.of());
            var before = found.loops().get(report.id());
            if (before == null && !deciding.isFollowed(report, times.at())) {
                continue;
            }
            if (before != null && before.report().contentHash().equals(report.contentHash())) {
                var same = sameContent(before, report);
                loops.add(same);
                if (!same.responsible().equals(before.responsible())) {
                    var mark = new Mark(times.at(), ITSELF, "");
                    var to = same.responsible().organisation();
                    steps.add(new Step(same.reportId(), same.version(), "addressed", mark, to));
                }
                continue;
            }
            var loop = before == null ? first(report, graded, times) : again(before, report, graded, times);
            loops.add(loop);
            steps.add(before == null ? Step.to(loop) : reopened(before, loop));
            var older = found.acknowledgers().getOrDefault(report.id(), List.of());
            older.forEach(one -> messages.add(deciding.events().outdated(loop, one)));
            if (before != null && !(before.state() instanceof LoopState.Waiting)) {
                messages.add(deciding.events().changed(loop, "reopened"));
            }
        }
        return repository.save(connection, loops, steps).chain(() -> outbox.append(connection, messages));
    }

    /// A merge, or a patient who was found: whom it is for may have become known.
    private Loop sameContent(Loop before, ReportVersion report) {
        var responsible = deciding.responsible(report);
        var known = before.responsible().isAddressed() || !responsible.isAddressed();
        return before.ofVersion(report.version(), deciding.labels(report))
                .with(known ? before.responsible() : responsible);
    }

    private Step reopened(Loop before, Loop loop) {
        var kind = before.state() instanceof LoopState.Waiting ? "superseded" : "reopened";
        return new Step(
                loop.reportId(),
                loop.version(),
                kind,
                loop.state().mark(),
                before.state().code());
    }

    private Loop first(ReportVersion report, List<ObjectNode> its, Times times) {
        var grade = grades.of(its, Person.UNKNOWN);
        var responsible = deciding.responsible(report);
        var due = deciding.deadlines()
                .of(responsible.organisation(), grade.urgency())
                .acknowledge();
        var standing = new Loop.Standing(
                new LoopState.Addressed(new Mark(times.at(), ITSELF, "")),
                grade.urgency(),
                grade.isCertain(),
                responsible,
                Level.OWNER,
                Optional.of(times.now().plus(due)));
        return new Loop(followed(report), standing, times.at());
    }

    private Loop again(Loop before, ReportVersion report, List<ObjectNode> its, Times times) {
        var grade = grades.of(its, Person.UNKNOWN);
        var urgency = Reopening.urgency(before.state(), before.urgency(), grade.urgency());
        var now = deciding.responsible(report);
        var responsible = now.isAddressed() && !before.responsible().isAddressed() ? now : before.responsible();
        var due = times.now()
                .plus(deciding.deadlines()
                        .of(responsible.organisation(), urgency)
                        .acknowledge());
        var keepsLevel = Reopening.keepsLevel(before.state());
        var soonest = before.dueAt()
                .filter(already -> keepsLevel && already.isBefore(due))
                .orElse(due);
        var standing = new Loop.Standing(
                new LoopState.Addressed(new Mark(times.at(), ITSELF, "")),
                urgency,
                grade.isCertain(),
                responsible,
                keepsLevel ? before.level() : Level.OWNER,
                Optional.of(soonest));
        return new Loop(followed(report), standing, times.at());
    }

    private Loop.Followed followed(ReportVersion report) {
        return new Loop.Followed(
                report.id(),
                report.patient().patientId(),
                report.version(),
                report.contentHash(),
                deciding.labels(report));
    }

    private static Function<String, List<ObjectNode>> sent(Filing filing) {
        var byReport = filing.observations().stream()
                .collect(Collectors.groupingBy(
                        ObservationVersion::reportId,
                        Collectors.mapping(ObservationVersion::json, Collectors.toList())));
        return id -> byReport.getOrDefault(id, List.of());
    }

    /// What was read of reports whose later versions arrive.
    private record Found(
            Map<String, List<ObjectNode>> lines,
            Map<String, Loop> loops,
            Map<String, List<LoopEvents.Acknowledger>> acknowledgers) {
        static Found ofLines(Map<String, List<ObjectNode>> lines) {
            return new Found(lines, Map.of(), Map.of());
        }

        static Found ofLoops(List<Loop> loops) {
            return new Found(
                    Map.of(), loops.stream().collect(Collectors.toMap(Loop::reportId, Function.identity())), Map.of());
        }

        static Found ofAcknowledgers(Map<String, List<LoopEvents.Acknowledger>> acknowledgers) {
            return new Found(Map.of(), Map.of(), acknowledgers);
        }

        static Found together(List<Found> parts) {
            return new Found(
                    parts.get(0).lines(), parts.get(1).loops(), parts.get(2).acknowledgers());
        }
    }

    /// Whether a report is followed, by whom, and until when.
    @ApplicationScoped
    static class Deciding {
        private final DeadlineTable deadlines;
        private final LoopEvents events;
        private final Duration oldest;

        Deciding(DeadlineTable deadlines, LoopEvents events, FollowUpConfig config) {
            this.deadlines = deadlines;
            this.events = events;
            this.oldest = config.oldest();
        }

        DeadlineTable deadlines() {
            return deadlines;
        }

        LoopEvents events() {
            return events;
        }

        boolean isFollowed(ReportVersion report, Instant at) {
            var issued = ResourceColumns.time(report.json().path("issued"));
            return issued == null || issued.toInstant().isAfter(at.minus(oldest));
        }

        /// Who asked for it; else any organisation that it names beside its maker; else its maker,
        /// for somebody has to.
        Responsible responsible(ReportVersion report) {
            if (!report.order().requester().isEmpty()) {
                return new Responsible(report.order().requester(), "", "", true);
            }
            var performer = ResourceColumns.performer(report.json());
            var others = new TreeSet<>(report.organisations());
            others.remove(performer);
            return others.isEmpty()
                    ? new Responsible(performer, "", "", false)
                    : new Responsible(others.first(), "", "", true);
        }

        /// A comma parts two codes, as it does on the way into the table.
        Set<String> labels(ReportVersion report) {
            return ResourceColumns.security(report.json()).stream()
                    .flatMap(label -> Arrays.stream(label.value().split(",")))
                    .filter(code -> !code.isBlank())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
