/// Codes, numbers, ranges and flags of HL7 v2 as FHIR data types, whichever segment they stand in.
@NullMarked
package org.meridiandx.result.oru.values;

import org.jspecify.annotations.NullMarked;
