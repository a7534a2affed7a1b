/// In which form FHIR is spoken: JSON in UTF-8, and what a caller hears who asks for another.
@NullMarked
package org.meridiandx.fhir.formats;

import org.jspecify.annotations.NullMarked;
