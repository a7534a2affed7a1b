package org.meridiandx.order.guidance.rules.facts;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What a fact may still be, after some conditions were to hold.
///
/// @param presence whether it is supplied
/// @param flags of a flag
/// @param range of a number
/// @param allowed of a choice; empty for all but those that are not
/// @param barred of a choice
record PossibleValues(
        Presence presence, Set<Boolean> flags, Range range, Optional<Set<String>> allowed, Set<String> barred) {
    static final PossibleValues ANY =
            new PossibleValues(Presence.EITHER, Set.of(true, false), Range.ALL, Optional.empty(), Set.of());

    enum Presence {
        EITHER,
        SUPPLIED,
        MISSING,
        IMPOSSIBLE;

        Presence and(Presence other) {
            if (this == EITHER) {
                return other;
            }
            return other == EITHER || other == this ? this : IMPOSSIBLE;
        }
    }

    /// Numbers between two ends.
    record Range(Optional<End> low, Optional<End> high) {
        static final Range ALL = new Range(Optional.empty(), Optional.empty());

        /// @param isIn whether the end itself is in the range
        record End(BigDecimal at, boolean isIn) {}

        Range above(End end) {
            return low.isPresent() && tighter(low.get(), end, 1) ? this : new Range(Optional.of(end), high);
        }

        Range below(End end) {
            return high.isPresent() && tighter(high.get(), end, -1) ? this : new Range(low, Optional.of(end));
        }

        private static boolean tighter(End one, End other, int sign) {
            int order = one.at().compareTo(other.at()) * sign;
            return order > 0 || order == 0 && !one.isIn();
        }

        boolean isEmpty() {
            if (low.isEmpty() || high.isEmpty()) {
                return false;
            }
            int order = low.get().at().compareTo(high.get().at());
            return order > 0 || order == 0 && !(low.get().isIn() && high.get().isIn());
        }
    }

    PossibleValues some() {
        return new PossibleValues(presence.and(Presence.SUPPLIED), flags, range, allowed, barred);
    }

    PossibleValues none() {
        return new PossibleValues(presence.and(Presence.MISSING), flags, range, allowed, barred);
    }

    /// A flag that was not supplied counts as false here, one that goes by the sex included: a
    /// condition that wants such a flag true and not supplied is taken for one that cannot hold.
    PossibleValues flag(boolean value) {
        var kept = new HashSet<>(flags);
        kept.remove(!value);
        return new PossibleValues(value ? presence.and(Presence.SUPPLIED) : presence, kept, range, allowed, barred);
    }

    PossibleValues number(Expression.Compared compared, boolean wanted) {
        var limit = compared.limit();
        var comparison = wanted ? compared.comparison() : opposite(compared.comparison());
        var narrowed = switch (comparison) {
            case EQUAL -> range.above(new Range.End(limit, true)).below(new Range.End(limit, true));
            // A single number out of a range leaves others, but where the range is that number.
            case NOT_EQUAL ->
                range.equals(Range.ALL.above(new Range.End(limit, true)).below(new Range.End(limit, true)))
                        ? range.above(new Range.End(limit, false))
                        : range;
            case BELOW -> range.below(new Range.End(limit, false));
            case AT_MOST -> range.below(new Range.End(limit, true));
            case ABOVE -> range.above(new Range.End(limit, false));
            case AT_LEAST -> range.above(new Range.End(limit, true));
        };
        return new PossibleValues(presence.and(Presence.SUPPLIED), flags, narrowed, allowed, barred);
    }

    private static Comparison opposite(Comparison comparison) {
        return switch (comparison) {
            case EQUAL -> Comparison.NOT_EQUAL;
            case NOT_EQUAL -> Comparison.EQUAL;
            case BELOW -> Comparison.AT_LEAST;
            case AT_MOST -> Comparison.ABOVE;
            case ABOVE -> Comparison.AT_MOST;
            case AT_LEAST -> Comparison.BELOW;
        };
    }

    PossibleValues choice(Set<String> codes, boolean wanted) {
        var supplied = presence.and(Presence.SUPPLIED);
        if (!wanted) {
            var more = new HashSet<>(barred);
            more.addAll(codes);
            return new PossibleValues(supplied, flags, range, allowed, more);
        }
        var kept = new HashSet<>(allowed.orElse(codes));
        kept.retainAll(codes);
        return new PossibleValues(supplied, flags, range, Optional.of(kept), barred);
    }

    boolean isEmpty() {
        return presence == Presence.IMPOSSIBLE
                || flags.isEmpty()
                || range.isEmpty()
                || allowed.filter(codes -> barred.containsAll(codes)).isPresent();
    }
}
