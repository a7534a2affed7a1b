package org.meridiandx.result.followup.rules;

import java.time.Instant;

/// Who made a step, and when.
///
/// @param at by the clock of whoever recorded it
/// @param actor the person or system as a reference
/// @param organisation ODS code; empty where it was this service itself
public record Mark(Instant at, String actor, String organisation) {}
