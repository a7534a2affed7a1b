package org.meridiandx.identity.patients.values;

import java.util.Map;

/// How far a kind of source is trusted in a group of fields, as the table `demographic_trust` says.
///
/// @param ranks by `kind/group`; `*` is every group without an entry of its own
public record TrustOrder(Map<String, Integer> ranks) {
    public TrustOrder {
        ranks = Map.copyOf(ranks);
    }

    /// What a source is to a record.
    public enum Kind {
        /// The national demographics service.
        NATIONAL("national"),
        /// It has registered the patient itself: it has a number for them, or writes by API what it has read.
        OWN("own"),
        OTHER("other");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /// As in the tables `patient` and `demographic_trust`.
        public String code() {
            return code;
        }

        public static Kind of(String code) {
            for (var kind : values()) {
                if (kind.code.equals(code)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no such kind of source");
        }
    }

    /// In groups without a rule of their own.
    private int rankOf(Kind kind) {
        return ranks.getOrDefault(kind.code + "/*", kind.ordinal() + 1);
    }

    public int rankOf(Kind kind, FieldGroup group) {
        return ranks.getOrDefault(kind.code + "/" + group.code(), rankOf(kind));
    }
}
