package org.meridiandx.fhir;

import ca.uhn.fhir.parser.IParserErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Collects what the parser finds wrong, by place and kind, never by value.
final class ParseFaults implements IParserErrorHandler {
    private static final int MAX_FAULTS = 20;
    private final List<Problem> faults = new ArrayList<>();

    void throwIfAny() {
        if (!faults.isEmpty()) {
            throw new ProblemException(faults);
        }
    }

    private void add(ProblemCode code, @Nullable IParseLocation location, String detail) {
        if (faults.size() < MAX_FAULTS) {
            var parent = location == null ? null : location.getParentElementName();
            faults.add(parent == null ? Problem.of(code, detail) : Problem.of(code, detail, parent));
        }
    }

    @Override
    public void containedResourceWithNoId(IParseLocation location) {
        add(ProblemCode.MISSING_VALUE, location, "A contained resource has no id, so nothing can refer to it.");
    }

    @Override
    public void incorrectJsonType(
            IParseLocation location,
            String element,
            ValueType expected,
            @Nullable ScalarType expectedScalar,
            ValueType found,
            @Nullable ScalarType foundScalar) {
        add(
                ProblemCode.INVALID_VALUE,
                location,
                "Element " + element + " has the wrong JSON type: " + expected + " is expected, " + found
                        + " was sent.");
    }

    @Override
    public void invalidValue(@Nullable IParseLocation location, String value, String error) {
        add(ProblemCode.INVALID_VALUE, location, "A value here is not of the element's FHIR type or code list.");
    }

    @Override
    public void missingRequiredElement(IParseLocation location, String element) {
        add(ProblemCode.MISSING_VALUE, location, "Required element " + element + " is missing.");
    }

    @Override
    public void unexpectedRepeatingElement(IParseLocation location, String element) {
        add(ProblemCode.INVALID_VALUE, location, "Element " + element + " may stand once only.");
    }

    @Override
    public void unknownAttribute(IParseLocation location, String attribute) {
        add(ProblemCode.INVALID_VALUE, location, "Attribute " + attribute + " is not known here.");
    }

    @Override
    public void unknownElement(IParseLocation location, String element) {
        add(ProblemCode.INVALID_VALUE, location, "Element " + element + " is not part of FHIR R4 here.");
    }

    @Override
    public void unknownReference(@Nullable IParseLocation location, String reference) {
        add(ProblemCode.INVALID_VALUE, location, "A reference points at a contained resource that is not there.");
    }

    @Override
    public void extensionContainsValueAndNestedExtensions(IParseLocation location) {
        add(ProblemCode.INVALID_VALUE, location, "An extension has both a value and extensions of its own.");
    }

    @Override
    public void invalidInternalReference(IParseLocation location, String reference) {
        add(ProblemCode.INVALID_VALUE, location, "A reference points at a contained resource that is not there.");
    }
}
