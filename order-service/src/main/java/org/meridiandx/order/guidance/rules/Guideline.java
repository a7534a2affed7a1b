package org.meridiandx.order.guidance.rules;

import java.util.List;
import java.util.Set;
import org.meridiandx.order.guidance.rules.facts.Expression;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Truth;

/// What to do about a presentation.
///
/// @param applies to whom: age, sex, pregnancy
/// @param criteria when it is about this patient
/// @param recommendations in the order in which they are tried
public record Guideline(
        String id, About about, Expression applies, Expression criteria, List<Recommendation> recommendations) {

    public Guideline {
        recommendations = List.copyOf(recommendations);
    }

    /// What people read.
    ///
    /// @param regions values of the fact `requested_region` that it can rate
    /// @param alternatives to imaging
    /// @param isVerified whether its thresholds were read in a source
    public record About(
            String title, Set<String> regions, List<String> alternatives, List<Source> sources, boolean isVerified) {
        public About {
            regions = Set.copyOf(regions);
            alternatives = List.copyOf(alternatives);
            sources = List.copyOf(sources);
        }
    }

    Truth matches(Facts facts) {
        var applies = this.applies.in(facts);
        if (applies == Truth.FALSE) {
            return Truth.FALSE;
        }
        var criteria = this.criteria.in(facts);
        return criteria == Truth.TRUE ? applies : criteria;
    }

    @Override
    public String toString() {
        return id;
    }
}
