package org.meridiandx.result.oru;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.feeds.Hl7Times;
import org.meridiandx.fhir.PlausibleDates;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.hl7v2.Hl7Segment;

/// When things were taken, observed and released: whether the sender's times can be read, and can
/// be true.
///
/// A time that cannot be true is an error, because everything that asks for the latest result would
/// answer wrongly; one that cannot be read is a warning, because without it the result still
/// stands.
final class ObservedTimes {
    private final List<AckProblem> errors = new ArrayList<>();
    private final List<AckProblem> warnings = new ArrayList<>();

    private ObservedTimes() {}

    /// @param errors for which the message is refused
    /// @param warnings of a message that is taken
    record Findings(List<AckProblem> errors, List<AckProblem> warnings) {
        Findings {
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
        }
    }

    static Findings check(List<OruReader.PatientGroup> patients) {
        var times = new ObservedTimes();
        patients.forEach(patient -> patient.orders.forEach(times::check));
        return new Findings(times.errors, times.warnings);
    }

    private void check(OrderGroup group) {
        if (group.obr != null) {
            checkPeriod(group.obr);
            check(group.obr, 22);
        }
        for (var line : group.lines) {
            check(line.obx(), 14);
            check(line.obx(), 19);
        }
        for (var spm : group.specimens) {
            check(spm, 17);
            check(spm, 18);
        }
    }

    private void checkPeriod(Hl7Segment obr) {
        var start = check(obr, 7);
        var end = check(obr, 8);
        if (start.isPresent() && end.isPresent()) {
            var problems = PlausibleDates.period(start.get(), end.get(), "The time from OBR-7 to OBR-8");
            problems.forEach(problem -> errors.add(error(obr, 8, problem.detail())));
        }
    }

    /// @return the time, where it can be read and can be true
    private Optional<String> check(Hl7Segment segment, int field) {
        var text = segment.value(field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var name = segment.name() + "-" + field;
        var time = Hl7Times.dateTime(text.get());
        if (time.isEmpty()) {
            warnings.add(AckProblem.warning(
                    segment.at(field), Hl7Error.DATA_TYPE, name + " is no time (YYYYMMDDHHMMSS); left out."));
            return Optional.empty();
        }
        var problem = PlausibleDates.occurrence(time.get(), name);
        problem.ifPresent(found -> errors.add(error(segment, field, found.detail())));
        return problem.isPresent() ? Optional.empty() : time;
    }

    private static AckProblem error(Hl7Segment segment, int field, String text) {
        return AckProblem.error(segment.at(field), Hl7Error.DATA_TYPE, text);
    }
}
