package org.meridiandx.order.guidance.rules;

import java.util.Set;

/// What may stand in a piece of content; notes for its authors included, which nothing reads.
final class ContentKeys {
    static final Set<String> GUIDELINE = Set.of(
            "id",
            "title",
            "body_region",
            "applies_to",
            "presentation",
            "red_flags",
            "criteria",
            "recommendations",
            "alternatives_to_imaging",
            "sources",
            "verified",
            "notes");
    static final Set<String> RECOMMENDATION = Set.of(
            "id",
            "modality",
            "procedure",
            "contrast",
            "radiation",
            "appropriateness",
            "category",
            "urgency",
            "route",
            "target_time",
            "when",
            "rationale",
            "verified");
    static final Set<String> RADIATION = Set.of("band", "typical_msv", "dose_ref", "dose_verified");
    static final Set<String> RULE = Set.of(
            "id", "title", "category", "criteria", "severity", "message", "override", "sources", "verified", "notes");
    static final Set<String> OVERRIDE = Set.of("allowed", "reason_required");
    static final Set<String> SOURCE = Set.of("name", "section", "url", "checked");

    private ContentKeys() {}
}
