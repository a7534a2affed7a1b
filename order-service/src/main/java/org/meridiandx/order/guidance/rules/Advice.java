package org.meridiandx.order.guidance.rules;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How well an examination fits, how soon it is to be, and on which way.
///
/// @param appropriateness 1 (not at all) to 9
/// @param targetTime ISO 8601 duration, such as `P14D`
public record Advice(int appropriateness, Urgency urgency, Route route, Optional<String> targetTime) {

    static final int APPROPRIATE = 7;
    static final int PERHAPS_APPROPRIATE = 4;

    public Advice {
        if (appropriateness < 1 || appropriateness > 9) {
            throw new IllegalArgumentException("appropriateness is between 1 and 9");
        }
    }

    public Category category() {
        if (appropriateness >= APPROPRIATE) {
            return Category.USUALLY_APPROPRIATE;
        }
        return appropriateness >= PERHAPS_APPROPRIATE ? Category.MAY_BE_APPROPRIATE : Category.USUALLY_NOT_APPROPRIATE;
    }

    /// What stands under a code in content and answers.
    interface Coded {
        String code();

        static <E extends Enum<E> & Coded> Map<String, E> codes(E[] values) {
            return Arrays.stream(values).collect(Collectors.toMap(Coded::code, Function.identity()));
        }
    }

    /// Scores of 7 to 9, 4 to 6, 1 to 3.
    public enum Category implements Coded {
        USUALLY_APPROPRIATE("usually-appropriate"),
        MAY_BE_APPROPRIATE("may-be-appropriate"),
        USUALLY_NOT_APPROPRIATE("usually-not-appropriate");

        private final String code;

        Category(String code) {
            this.code = code;
        }

        @Override
        public String code() {
            return code;
        }
    }

    /// The most urgent first.
    public enum Urgency implements Coded {
        IMMEDIATE("immediate"),
        WITHIN_A_DAY("urgent-24h"),
        WITHIN_TWO_WEEKS("2-week"),
        ROUTINE("routine");

        private final String code;

        Urgency(String code) {
            this.code = code;
        }

        @Override
        public String code() {
            return code;
        }
    }

    public enum Route implements Coded {
        GP_DIRECT("gp-direct"),
        EMERGENCY("refer-emergency"),
        SUSPECTED_CANCER("refer-suspected-cancer"),
        SPECIALIST("refer-specialist"),
        NO_IMAGING("no-imaging");

        private final String code;

        Route(String code) {
            this.code = code;
        }

        @Override
        public String code() {
            return code;
        }
    }
}
