package org.meridiandx.order.guidance.coding;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads which examination a request asks for: codes first, words only where no code is known.
final class ExaminationCodes {
    private final CodeTable table;

    ExaminationCodes(CodeTable table) {
        this.table = table;
    }

    /// @return empty where it is not known, or its codes contradict one another
    Optional<Meaning> of(Coded examination) {
        var byCode = examination.codes().stream()
                .flatMap(code -> table.examination(code).stream())
                .toList();
        return byCode.isEmpty() ? ofWords(examination) : together(byCode);
    }

    /// Codes that contradict one another say nothing.
    private static Optional<Meaning> together(List<Meaning> meanings) {
        var all = Optional.of(meanings.getFirst());
        for (var each : meanings.subList(1, meanings.size())) {
            all = all.flatMap(meaning -> meaning.and(each));
        }
        return all;
    }

    private Optional<Meaning> ofWords(Coded examination) {
        var found = examination.texts().stream()
                .flatMap(text -> table.words().examinationWords().tagsOf(text).flatMap(this::ofTags).stream())
                .toList();
        return found.isEmpty() ? Optional.empty() : together(found);
    }

    private Optional<Meaning> ofTags(Set<String> tags) {
        var wholes = named(tags, CodeTableReader.Tag.EXAMINATION);
        var modalities = named(tags, CodeTableReader.Tag.MODALITY);
        var regions = named(tags, CodeTableReader.Tag.REGION);
        if (wholes.size() == 1) {
            return table.examinationNamed(wholes.getFirst()).filter(meaning -> fits(meaning, modalities, regions));
        }
        if (!wholes.isEmpty() || modalities.size() != 1 || regions.size() != 1) {
            return Optional.empty();
        }
        var modality = modalities.getFirst();
        var facts =
                table.none().with(CodeTableReader.MODALITY, modality).with(CodeTableReader.REGION, regions.getFirst());
        return contrastOf(modality, named(tags, CodeTableReader.Tag.CONTRAST))
                .map(contrast -> contrast.isEmpty() ? facts : facts.with(CodeTableReader.CONTRAST, contrast))
                .map(all -> new Meaning(modality + " " + regions.getFirst(), all, false, "words"));
    }

    private static boolean fits(Meaning named, List<String> modalities, List<String> regions) {
        return modalities.stream().allMatch(each -> named.has(CodeTableReader.MODALITY, each))
                && regions.stream().allMatch(each -> named.has(CodeTableReader.REGION, each));
    }

    private static List<String> named(Set<String> tags, CodeTableReader.Tag kind) {
        return tags.stream().flatMap(tag -> kind.in(tag).stream()).toList();
    }

    /// @return an empty text where nothing is said of it; nothing where both are said
    private static Optional<String> contrastOf(String modality, List<String> said) {
        if (said.size() > 1) {
            return Optional.empty();
        }
        return switch (said.isEmpty() ? "" : said.getFirst()) {
            case "no" -> Optional.of("none");
            case "yes" ->
                switch (modality) {
                    case "CT" -> Optional.of("iodinated");
                    case "MRI" -> Optional.of("gadolinium");
                    default -> Optional.empty();
                };
            default -> Optional.of("");
        };
    }
}
