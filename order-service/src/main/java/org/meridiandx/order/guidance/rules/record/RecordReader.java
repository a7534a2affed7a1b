package org.meridiandx.order.guidance.rules.record;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;

/// What a patient's record says in the words of the vocabulary. Only what is certain becomes a
/// fact; what was not looked at, and what could not be used, is told. docs/adr/022.
public final class RecordReader {
    private static final ZoneId HERE = ZoneId.of("Europe/London");
    private static final BigDecimal MONTHS = BigDecimal.valueOf(12);

    private final Vocabulary vocabulary;
    private final RecordSources sources;

    public RecordReader(Vocabulary vocabulary, RecordSources sources) {
        this.vocabulary = vocabulary;
        this.sources = sources;
    }

    public RecordSources sources() {
        return sources;
    }

    /// @param given by the caller: which examination is asked for
    /// @param now from which ages are counted
    public FoundFacts read(PatientRecord record, Facts given, Instant now) {
        return studies(results(person(record.person(), now), record.results(), now), record.studies(), given, now);
    }

    private FoundFacts results(FoundFacts found, Checked<PriorResult> results, Instant now) {
        return switch (results) {
            case Checked.Answered<PriorResult>(var all) -> new ResultFacts(sources.results(), all, now).addTo(found);
            case Checked.NotChecked<PriorResult>(var reason) ->
                found.with(new FoundFacts.Unchecked(ResultFacts.SOURCE, reason));
        };
    }

    private FoundFacts studies(FoundFacts found, Checked<PriorStudy> studies, Facts given, Instant now) {
        return switch (studies) {
            case Checked.Answered<PriorStudy>(var all) ->
                new StudyFacts(sources.studies(), vocabulary, all, now).addTo(found, given);
            case Checked.NotChecked<PriorStudy>(var reason) ->
                found.with(new FoundFacts.Unchecked(StudyFacts.SOURCE, reason));
        };
    }

    private FoundFacts person(PatientRecord.Person person, Instant now) {
        var found = FoundFacts.none(vocabulary);
        var origin = Origin.patient(person.patientId());
        if (person.birthDate().isPresent()) {
            found = found.with(
                    vocabulary.require("age"),
                    new FactValue.Amount(age(person.birthDate().get(), now)),
                    origin);
        }
        return person.gender().isPresent()
                ? found.with(
                        vocabulary.require("sex"),
                        new FactValue.Choice(sex(person.gender().get())),
                        origin)
                : found;
    }

    /// Years and months, so that an infant's age is told in parts of a year.
    private static BigDecimal age(LocalDate birthDate, Instant now) {
        long months = ChronoUnit.MONTHS.between(birthDate, now.atZone(HERE).toLocalDate());
        return BigDecimal.valueOf(months).divide(MONTHS, 2, RoundingMode.DOWN);
    }

    /// `sex` <- Patient.gender; `other` says nothing about the body.
    private static String sex(String gender) {
        return switch (gender) {
            case "female", "male" -> gender;
            default -> "unknown";
        };
    }
}
