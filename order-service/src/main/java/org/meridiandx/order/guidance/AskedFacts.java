package org.meridiandx.order.guidance;

import java.util.Optional;
import org.meridiandx.order.guidance.rules.facts.Facts;

/// What `$assess` is asked.
///
/// @param given by the caller
/// @param patientId whose record fills what is not given
record AskedFacts(Facts given, Optional<String> patientId) {}
