package org.meridiandx.order.guidance;

import org.meridiandx.order.guidance.rules.Assessment;
import org.meridiandx.order.guidance.rules.Completeness;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.record.FoundFacts;

/// What the content says about a patient and a request, and what that rests on.
///
/// @param completeness what an exposure could not be justified without
/// @param facts all that were assessed: those given, and those of the record
/// @param found those that the record filled in, with where they come from, and what could not
///     be checked
public record Assessed(Assessment assessment, Completeness completeness, Facts facts, FoundFacts found) {}
