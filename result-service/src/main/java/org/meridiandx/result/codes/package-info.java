/// What the local codes of each sender mean in LOINC and SNOMED CT: a map per sender as data, what
/// it does not know yet, and the codings that it adds to what arrives.
@NullMarked
package org.meridiandx.result.codes;

import org.jspecify.annotations.NullMarked;
