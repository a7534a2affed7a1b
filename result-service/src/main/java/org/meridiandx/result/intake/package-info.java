/// HL7 v2 intake: ORU^R01 over MLLP becomes reports, observations and specimens; `AA` is said after commit.
@NullMarked
package org.meridiandx.result.intake;

import org.jspecify.annotations.NullMarked;
