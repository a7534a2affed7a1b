package org.meridiandx.identity.patients.matching;

import org.meridiandx.fhir.StoredResource;
import org.meridiandx.identity.patients.matching.rules.Comparison;

/// A patient that may be the one described.
public record Candidate(StoredResource resource, Comparison comparison) {}
