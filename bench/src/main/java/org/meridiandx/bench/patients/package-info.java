/// Millions of patients who never were, as identity-service keeps them: made from their number
/// alone, so that a search knows what it has to find.
@NullMarked
package org.meridiandx.bench.patients;

import org.jspecify.annotations.NullMarked;
