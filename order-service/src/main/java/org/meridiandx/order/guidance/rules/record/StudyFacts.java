package org.meridiandx.order.guidance.rules.record;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;
import org.meridiandx.order.guidance.rules.record.StudySources.Examined;

/// Facts out of the region's index of imaging.
final class StudyFacts {
    static final String SOURCE = "imaging";
    private static final ZoneId HERE = ZoneId.of("Europe/London");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Set<String> IONISING = Set.of("XR", "CT", "NM", "PET", "DXA", "MG");

    private final StudySources sources;
    private final Vocabulary vocabulary;
    private final List<Prior> priors;
    private final Instant now;

    /// A study of which the modality is known.
    private record Prior(PriorStudy study, Examined examined) {
        Optional<Instant> at() {
            return study.startedAt();
        }
    }

    StudyFacts(StudySources sources, Vocabulary vocabulary, List<PriorStudy> studies, Instant now) {
        this.sources = sources;
        this.vocabulary = vocabulary;
        this.now = now;
        this.priors = studies.stream()
                .flatMap(study -> sources.examined(study).map(examined -> new Prior(study, examined)).stream())
                .toList();
    }

    /// @param given what is known of the request
    FoundFacts addTo(FoundFacts found, Facts given) {
        var checked = found.with(
                vocabulary.require("previous_imaging_checked"),
                new FactValue.Flag(true),
                new Origin(
                        "ImagingStudy",
                        priors.stream().map(prior -> prior.study().id()).toList(),
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        "the region's index was asked"));
        return sameExamination(ofLastYear(checked), given);
    }

    private FoundFacts ofLastYear(FoundFacts found) {
        var recent = priors.stream().filter(this::isOfLastYear).toList();
        var scans = recent.stream()
                .filter(prior -> prior.examined().modality().equals("CT"))
                .toList();
        return dose(
                found.with(
                        vocabulary.require("ct_count_12m"),
                        new FactValue.Amount(BigDecimal.valueOf(scans.size())),
                        origin(scans, "")),
                recent.stream()
                        .filter(prior -> IONISING.contains(prior.examined().modality()))
                        .toList());
    }

    private FoundFacts dose(FoundFacts found, List<Prior> ionising) {
        var sum = BigDecimal.ZERO;
        var open = 0;
        for (var prior : ionising) {
            var typical = sources.doses().get(prior.examined());
            sum = typical == null ? sum : sum.add(typical);
            open += typical == null ? 1 : 0;
        }
        var note = "estimate from typical doses"
                + (open == 0 ? "" : "; " + open + " examinations without one are left out");
        return found.with(
                vocabulary.require("effective_dose_12m_msv"), new FactValue.Amount(sum), origin(ionising, note));
    }

    private boolean isOfLastYear(Prior prior) {
        return prior.at()
                .filter(at -> Duration.between(at, now).compareTo(YEAR) <= 0)
                .isPresent();
    }

    /// The latest of the same modality that shows all of the region that is asked for. What may be
    /// one and does not say so is told.
    private FoundFacts sameExamination(FoundFacts found, Facts given) {
        var modality = choice(given, "requested_modality");
        var region = choice(given, "requested_region");
        if (modality.isEmpty() || region.isEmpty()) {
            return found;
        }
        var parts = sources.partsOfRegion(region.get());
        var ofModality = priors.stream()
                .filter(prior -> prior.examined().modality().equals(modality.get()))
                .toList();
        var same = ofModality.stream()
                .filter(prior -> prior.at().isPresent() && prior.examined().covers(parts))
                .max(Comparator.comparing(prior -> prior.at().orElseThrow()));
        var more = found;
        if (same.isPresent()) {
            more = more.with(
                    vocabulary.require("days_since_same_exam"), daysSince(same.get()), origin(List.of(same.get()), ""));
        }
        for (var prior : ofModality) {
            if (prior.examined().parts().isEmpty()
                    || prior.at().isEmpty() && prior.examined().covers(parts)) {
                more = more.with(untold(prior));
            }
        }
        return more;
    }

    private FactValue.Amount daysSince(Prior prior) {
        return new FactValue.Amount(BigDecimal.valueOf(Math.max(0, age(prior).toDays())));
    }

    private static FoundFacts.Unchecked untold(Prior prior) {
        var when = prior.at().map(at -> "of " + at.atZone(HERE).toLocalDate()).orElse("of an unknown day");
        var where = prior.study().custodian().isEmpty()
                ? ""
                : " at " + prior.study().custodian();
        return new FoundFacts.Unchecked(
                SOURCE,
                "An examination (" + prior.examined().modality() + ") " + when + where
                        + " does not say what part of the body it shows or when it was done: look whether it is the"
                        + " same.");
    }

    private Optional<String> choice(Facts given, String name) {
        Fact fact = vocabulary.require(name);
        return given.value(fact) instanceof FactValue.Choice(var code) ? Optional.of(code) : Optional.empty();
    }

    private Duration age(Prior prior) {
        return Duration.between(prior.at().orElse(now), now);
    }

    /// @param of those that it rests on, in any order
    private Origin origin(List<Prior> of, String note) {
        var latestFirst = new ArrayList<>(of);
        latestFirst.sort(Comparator.comparing((Prior prior) -> prior.at().orElse(Instant.MIN))
                .reversed());
        var latest = latestFirst.stream().findFirst();
        return new Origin(
                "ImagingStudy",
                latestFirst.stream().map(prior -> prior.study().id()).toList(),
                latest.flatMap(Prior::at),
                latest.filter(prior -> prior.at().isPresent()).map(this::age),
                latest.map(prior -> prior.study().custodian()).orElse(""),
                note);
    }
}
