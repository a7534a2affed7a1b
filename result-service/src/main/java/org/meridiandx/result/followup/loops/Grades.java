package org.meridiandx.result.followup.loops;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.meridiandx.result.followup.critical.CriticalValues;
import org.meridiandx.result.followup.critical.rules.Person;
import org.meridiandx.result.followup.rules.Urgency;

/// How urgent a report is by its lines.
///
/// **Hazard:** a critical value among many is followed as slowly as a normal one: what is critical
/// for some is critical until the patient's age and sex are known, and a number that would be in
/// another unit is urgent.
@ApplicationScoped
public class Grades {
    private final CriticalValues values;

    Grades(CriticalValues values) {
        this.values = values;
    }

    /// @param urgency the stricter one while it depends on the patient
    /// @param isCertain whether age and sex of the patient would change nothing
    public record Grade(Urgency urgency, boolean isCertain) {}

    /// @param lines Observations of the report
    public Grade of(Collection<? extends JsonNode> lines, Person person) {
        return switch (values.judge(lines, person)) {
            case YES -> new Grade(Urgency.CRITICAL, true);
            case MAYBE -> new Grade(Urgency.CRITICAL, false);
            case UNSURE_UNIT -> new Grade(Urgency.URGENT, true);
            case NO -> new Grade(Urgency.ROUTINE, true);
        };
    }
}
