package org.meridiandx.bench.kill;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Holds what was acknowledged against what is stored, followed and told. Pure.
///
/// @param feed what was sent
/// @param acknowledged control ids that were answered `AA`
/// @param settled what was stored when nothing was under way any more
/// @param told what others were told by then or later
/// @param stored what was stored after that
record LossCheck(LabFeed feed, Set<String> acknowledged, Stored settled, Told told, Stored stored) {

    /// The region's deadline for a routine report.
    private static final Duration ROUTINE = Duration.ofDays(7);

    /// A timer that has fired is set anew, by the local region's shortened steps 3 s later or
    /// more, counted from when a transaction began: two firings of it that are closer than this
    /// are one that fired twice.
    private static final Duration SHORTEST = Duration.ofSeconds(2);

    /// Between two clocks on one machine; and how long a deadline that has passed may wait for
    /// the look that is made every second.
    private static final Duration TOLERANCE = Duration.ofSeconds(10);

    LossCheck {
        acknowledged = Set.copyOf(acknowledged);
    }

    /// What is wrong, a line each; empty where nothing is.
    List<String> faults() {
        var faults = new ArrayList<String>();
        for (var report : feed.reports()) {
            report.messages().forEach(message -> message(faults, message));
            report(faults, report);
        }
        if (settled.waiting() > 0) {
            faults.add(settled.waiting() + " events are stored and were not told");
        }
        return faults;
    }

    private void message(List<String> faults, LabFeed.Message message) {
        String id = message.controlId();
        int kept = stored.kept().getOrDefault(id, 0);
        if (!acknowledged.contains(id)) {
            faults.add("message " + id + " was never acknowledged");
        } else if (kept != 1) {
            faults.add("message " + id + " was acknowledged and is kept " + kept + " times");
        }
    }

    private void report(List<String> faults, LabFeed.Report sent) {
        var found = stored.reports().getOrDefault(sent.filler(), List.of());
        if (found.size() != 1) {
            faults.add("report " + sent.filler() + " was acknowledged and is stored " + found.size() + " times");
            return;
        }
        var report = found.getFirst();
        int versions = sent.messages().size() + (report.unknown().isEmpty() ? 0 : 1);
        if (report.version() != versions || report.superseded() != versions - 1) {
            faults.add("report %s had %d versions and is stored as version %d after %d others"
                    .formatted(sent.filler(), versions, report.version(), report.superseded()));
        }
        if (report.lines() != LabFeed.LINES || report.number() != sent.last().number()) {
            faults.add("report %s has %d lines of message %d instead of %d of message %d"
                    .formatted(
                            sent.filler(),
                            report.lines(),
                            report.number(),
                            LabFeed.LINES,
                            sent.last().number()));
        }
        told(faults, sent, report);
        loop(faults, sent, report);
    }

    private void told(List<String> faults, LabFeed.Report sent, Stored.Report report) {
        for (int version = 1; version <= report.version(); version++) {
            int due = report.unknown().contains(version) ? 0 : 1;
            int events = told.versions()
                    .getOrDefault(report.id() + "/" + version, Set.of())
                    .size();
            if (events != due) {
                faults.add("version %d of report %s was told by %d events instead of %d"
                        .formatted(version, sent.filler(), events, due));
            }
        }
    }

    private void loop(List<String> faults, LabFeed.Report sent, Stored.Report report) {
        var loop = stored.loops().get(report.id());
        if (loop == null) {
            faults.add("report " + sent.filler() + " is followed by nobody");
            return;
        }
        if (loop.version() != report.version()
                || loop.begun() != sent.messages().size()
                || !loop.state().equals("addressed")
                || loop.isCritical() != sent.isCritical()) {
            faults.add("report %s is followed as version %d, begun %d times, %s, %s"
                    .formatted(
                            sent.filler(),
                            loop.version(),
                            loop.begun(),
                            loop.state(),
                            loop.isCritical() ? "critical" : "not critical"));
        }
        if (sent.isCritical()) {
            critical(faults, sent, report, loop);
        } else {
            routine(faults, sent, loop);
        }
    }

    private void routine(List<String> faults, LabFeed.Report sent, Stored.Loop loop) {
        if (!loop.fired().isEmpty() || !isNear(loop.due(), loop.began().plus(ROUTINE))) {
            faults.add("routine report %s began at %s, is due at %s and was told of %d times"
                    .formatted(
                            sent.filler(),
                            loop.began(),
                            loop.due(),
                            loop.fired().size()));
        }
    }

    private void critical(List<String> faults, LabFeed.Report sent, Stored.Report report, Stored.Loop loop) {
        var fired = loop.fired();
        for (int i = 1; i < fired.size(); i++) {
            if (Duration.between(fired.get(i - 1), fired.get(i)).compareTo(SHORTEST) < 0) {
                faults.add("critical report %s was told of at %s and again at %s"
                        .formatted(sent.filler(), fired.get(i - 1), fired.get(i)));
            }
        }
        if (fired.isEmpty() || !loop.due().isAfter(stored.now().minus(TOLERANCE)) || isNever(loop.due())) {
            faults.add("critical report %s began at %s, is due at %s and was told of %d times"
                    .formatted(sent.filler(), loop.began(), loop.due(), fired.size()));
        }
        int events = told.escalations().getOrDefault(report.id(), Set.of()).size();
        int least = settled.loops().getOrDefault(report.id(), loop).fired().size();
        if (events < least || events > fired.size()) {
            faults.add("critical report %s was escalated %d to %d times, which %d events tell"
                    .formatted(sent.filler(), least, fired.size(), events));
        }
    }

    private static boolean isNever(Instant due) {
        return due.equals(Instant.MAX);
    }

    private static boolean isNear(Instant one, Instant other) {
        return !isNever(one) && Duration.between(one, other).abs().compareTo(TOLERANCE) <= 0;
    }
}
