/// One vocabulary for everything that can be refused.
///
/// A [ProblemCode] names the refusal once; [OperationOutcomes] and [ProblemDetails] tell it in the form that the
/// caller speaks. No text made here carries patient data: details name parameters and rules, never values of a record.
@NullMarked
package org.meridiandx.problem;

import org.jspecify.annotations.NullMarked;
