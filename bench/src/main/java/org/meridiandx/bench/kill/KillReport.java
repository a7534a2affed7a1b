package org.meridiandx.bench.kill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What came of a run.
///
/// @param seed makes the same run again
/// @param kills who was killed when, in order
/// @param seconds from the first message to the last acknowledgement
/// @param acknowledged messages that were answered `AA`
/// @param unanswered how often the connection broke or could not be opened; the message was sent
///     again
/// @param refused how often the answer was another one; the message was sent again
/// @param repeats messages that were sent again though they were acknowledged
/// @param reports that these messages made
/// @param late those of them that were taken while nobody could say who the patient is, and got
///     to the patient later
/// @param critical reports whose deadline passed
/// @param escalations of those
/// @param eventRepeats events that are on the topic more than once under one id
/// @param faults what was lost or doubled, a line each; empty where nothing was
public record KillReport(
        long seed,
        List<Kill> kills,
        double seconds,
        int acknowledged,
        long unanswered,
        long refused,
        long repeats,
        int reports,
        long late,
        long critical,
        long escalations,
        int eventRepeats,
        List<String> faults) {

    private static final int SHOWN_FAULTS = 20;

    public KillReport {
        kills = List.copyOf(kills);
        faults = List.copyOf(faults);
    }

    /// One kill that was made.
    ///
    /// @param part who was killed
    /// @param after how many messages were acknowledged
    /// @param backAfterMillis until it was ready again
    public record Kill(String part, int after, long backAfterMillis) {
        static Kill of(KillPlan.Moment moment, int acknowledged, Duration back) {
            return new Kill(moment.victim().part(), acknowledged, back.toMillis());
        }
    }

    static KillReport of(KillPlan plan, List<Kill> kills, double seconds, Progress.Seen seen, LossCheck check) {
        var loops = check.stored().loops().values();
        return new KillReport(
                plan.seed(),
                kills,
                seconds,
                seen.acknowledged().size(),
                seen.unanswered(),
                seen.refused(),
                seen.repeats(),
                check.feed().reports().size(),
                check.stored().reports().values().stream()
                        .filter(found -> found.stream()
                                .anyMatch(report -> !report.unknown().isEmpty()))
                        .count(),
                loops.stream().filter(Stored.Loop::isCritical).count(),
                loops.stream().mapToLong(loop -> loop.fired().size()).sum(),
                check.told().repeats(),
                check.faults());
    }

    /// For people.
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(line(
                "%,d messages acknowledged in %.0f s, %d kills, seed %d", acknowledged, seconds, kills.size(), seed));
        lines.add(line(
                "  sent again: %,d after no answer, %,d after a refusal, %,d though they were acknowledged",
                unanswered, refused, repeats));
        lines.add(line(
                "  %,d reports followed, %,d of them critical and escalated %,d times; %,d came while nobody knew the"
                        + " patient; %,d events are there twice under one id",
                reports, critical, escalations, late, eventRepeats));
        if (faults.isEmpty()) {
            lines.add("  nothing that was acknowledged is lost or doubled, no timer is lost or fired twice");
        } else {
            lines.add(line("  LOST OR DOUBLED: %,d", faults.size()));
            faults.stream().limit(SHOWN_FAULTS).forEach(fault -> lines.add("    " + fault));
        }
        return lines;
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
