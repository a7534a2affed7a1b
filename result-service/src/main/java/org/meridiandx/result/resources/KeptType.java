package org.meridiandx.result.resources;

import java.util.List;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.problem.Problem;

/// A resource type that this service keeps.
public interface KeptType {
    /// How it is read back and searched.
    SearchDefinition definition();

    /// What is wrong with a body of it, read strictly; empty where it is good.
    List<Problem> faults(byte[] body);

    /// The search parameter for when it was true of the patient.
    String dateParameter();

    /// As in `resourceType`.
    default String fhirName() {
        return definition().resourceType();
    }
}
