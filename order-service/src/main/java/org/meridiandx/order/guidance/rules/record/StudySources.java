package org.meridiandx.order.guidance.rules.record;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How the region's index tells what was examined. **Source** `record-facts.yaml`, and
/// `dose_reference` of the guidelines.
///
/// @param modalities of the vocabulary, by those of DICOM
/// @param echo the part of which ultrasound is ECHO
/// @param words the parts that a word names
/// @param regions the parts of a region that has several
/// @param doses what was given typically, in mSv
public record StudySources(
        Map<String, String> modalities,
        String echo,
        Map<String, Set<String>> words,
        Map<String, Set<String>> regions,
        Map<Examined, BigDecimal> doses) {
    private static final int LONGEST_JOIN = 3;

    public StudySources {
        modalities = Map.copyOf(modalities);
        words = Map.copyOf(words);
        regions = Map.copyOf(regions);
        doses = Map.copyOf(doses);
    }

    /// @param modality as in the fact `requested_modality`
    /// @param parts of the body; none where nothing names one
    public record Examined(String modality, Set<String> parts) {
        public Examined {
            parts = Set.copyOf(parts);
        }

        /// Whether whoever looks at it sees all of these parts.
        boolean covers(Set<String> others) {
            return parts.contains("whole-body") || parts.containsAll(others);
        }
    }

    /// @return empty where the modality is none of the vocabulary's
    Optional<Examined> examined(PriorStudy study) {
        var parts = partsOf(study.bodyPart() + " " + study.description());
        return modalityOf(study)
                .map(modality ->
                        new Examined(modality.equals("US") && parts.contains(echo) ? "ECHO" : modality, parts));
    }

    /// PET-CT is PET: its CT is a part of it.
    private Optional<String> modalityOf(PriorStudy study) {
        var known = study.modalities().stream()
                .map(modalities::get)
                .filter(modality -> modality != null)
                .distinct()
                .sorted()
                .toList();
        return known.contains("PET") ? Optional.of("PET") : known.stream().findFirst();
    }

    /// What an examination gives typically, in mSv.
    ///
    /// @param modality as in the fact `requested_modality`
    /// @param region as in the fact `requested_region`
    /// @return empty where the content has none
    public Optional<BigDecimal> typicalDose(String modality, String region) {
        return Optional.ofNullable(doses.get(new Examined(modality, partsOfRegion(region))));
    }

    /// The parts that a value of `requested_region` stands for.
    Set<String> partsOfRegion(String region) {
        return regions.getOrDefault(region, Set.of(region));
    }

    private Set<String> partsOf(String text) {
        var said = text.toUpperCase(Locale.ROOT).split("[^A-Z0-9]+");
        var parts = new HashSet<String>();
        for (var from = 0; from < said.length; from++) {
            from += longest(said, from, parts);
        }
        return parts;
    }

    /// `L SPINE` and `LSPINE` are the same: up to three words are taken together, the most first.
    ///
    /// @return how many words more than one were taken
    private int longest(String[] said, int from, Set<String> parts) {
        for (var length = Math.min(LONGEST_JOIN, said.length - from); length > 0; length--) {
            var found = words.get(String.join("", List.of(said).subList(from, from + length)));
            if (found != null) {
                parts.addAll(found);
                return length - 1;
            }
        }
        return 0;
    }
}
