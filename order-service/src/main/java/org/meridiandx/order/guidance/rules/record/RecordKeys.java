package org.meridiandx.order.guidance.rules.record;

import java.util.Set;

/// All keys that may stand in `record-facts.yaml`.
final class RecordKeys {
    static final Set<String> ROOT = Set.of("meta", "numbers", "flags", "choices", "shown", "studies");
    static final Set<String> META = Set.of("version", "drafted");
    static final Set<String> NUMBER = Set.of("fact", "months_ago", "codes", "units", "bounds", "within_days");
    static final Set<String> FLAG = Set.of("fact", "codes", "is", "is_not", "within_days");
    static final Set<String> CHOICE = Set.of("fact", "codes", "values");
    static final Set<String> MEANING = Set.of("value", "choice", "within_days");
    static final Set<String> SHOWN = Set.of("name", "codes");
    static final Set<String> STUDIES = Set.of("modalities", "echo", "words", "regions", "doses");
    static final Set<String> WORDS = Set.of("say", "parts");
    static final Set<String> DOSE = Set.of("modality", "parts", "dose_ref");

    private RecordKeys() {}
}
