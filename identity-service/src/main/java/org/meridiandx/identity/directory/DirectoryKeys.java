package org.meridiandx.identity.directory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What a directory entry is found by.
///
/// @param status `true` or `false` for types with `active`, else the status code
/// @param partOf id of the place that it is part of
/// @param organization id of the organisation that it belongs to
/// @param practitioner id of the person
public record DirectoryKeys(
        String status,
        Optional<String> partOf,
        Optional<String> organization,
        Optional<String> practitioner,
        List<Key> keys) {
    public DirectoryKeys {
        keys = List.copyOf(keys);
    }

    /// One value of one search parameter.
    ///
    /// @param system empty for texts and where there is none
    public record Key(String parameter, String system, String value) {}

    public static Builder builder() {
        return new Builder();
    }

    /// Collects them, what is missing, and every value that is too long to be searched for.
    public static final class Builder {
        private static final int MAX_LENGTH = 500;
        private static final int MAX_KEYS = 200;
        private final Set<Key> keys = new LinkedHashSet<>();
        private final List<Problem> problems = new ArrayList<>();
        private String status = "true";
        private @Nullable String partOf;
        private @Nullable String organization;
        private @Nullable String practitioner;

        private Builder() {}

        /// What the type must have.
        ///
        /// @param otherwise what to send, where it does not hold
        public Builder require(boolean holds, String otherwise, String place) {
            if (!holds) {
                problems.add(Problem.of(ProblemCode.MISSING_VALUE, otherwise, place));
            }
            return this;
        }

        /// For types that say `active`; absent means that it is.
        public Builder active(boolean hasActive, boolean active) {
            status = String.valueOf(!hasActive || active);
            return this;
        }

        /// For types that say `status`.
        public Builder status(@Nullable String code) {
            status = code == null ? "" : code;
            return this;
        }

        public Builder identifiers(List<Identifier> identifiers) {
            for (var identifier : identifiers) {
                add("identifier", identifier.getSystem(), identifier.getValue());
            }
            return this;
        }

        public Builder codes(String parameter, List<CodeableConcept> concepts) {
            for (var concept : concepts) {
                for (var coding : concept.getCoding()) {
                    add(parameter, coding.getSystem(), coding.getCode());
                }
            }
            return this;
        }

        public Builder code(String parameter, @Nullable String system, @Nullable String code) {
            add(parameter, system, code);
            return this;
        }

        /// A text to be found by its beginning, whatever its case.
        public Builder text(String parameter, @Nullable String text) {
            add(parameter, "", text == null ? null : text.strip().toLowerCase(Locale.ROOT));
            return this;
        }

        /// A postcode, to be found with and without its space.
        public Builder postcode(@Nullable String postcode) {
            text("address-postalcode", postcode);
            return text("address-postalcode", postcode == null ? null : postcode.replace(" ", ""));
        }

        public Builder partOf(Reference reference, String type) {
            partOf = idOf(reference, type);
            return this;
        }

        public Builder organization(Reference reference) {
            organization = idOf(reference, "Organization");
            return this;
        }

        public Builder practitioner(Reference reference) {
            practitioner = idOf(reference, "Practitioner");
            return this;
        }

        /// @throws ProblemException 400 naming what is missing, too long or too many
        public DirectoryKeys build() {
            if (keys.size() > MAX_KEYS) {
                problems.add(Problem.of(
                        ProblemCode.INVALID_VALUE, "It has more than " + MAX_KEYS + " identifiers, names and codes."));
            }
            if (!problems.isEmpty()) {
                throw new ProblemException(problems);
            }
            return new DirectoryKeys(
                    status,
                    Optional.ofNullable(partOf),
                    Optional.ofNullable(organization),
                    Optional.ofNullable(practitioner),
                    List.copyOf(keys));
        }

        private void add(String parameter, @Nullable String system, @Nullable String value) {
            if (value == null || value.isBlank()) {
                return;
            }
            var named = system == null ? "" : system;
            if (value.length() > MAX_LENGTH || named.length() > MAX_LENGTH) {
                problems.add(Problem.of(
                        ProblemCode.INVALID_VALUE,
                        "The value for " + parameter + " is longer than " + MAX_LENGTH + " characters.",
                        parameter));
                return;
            }
            keys.add(new Key(parameter, named, value));
        }

        private @Nullable String idOf(Reference reference, String type) {
            var target = reference.getReferenceElement();
            return type.equals(target.getResourceType()) ? target.getIdPart() : null;
        }
    }
}
