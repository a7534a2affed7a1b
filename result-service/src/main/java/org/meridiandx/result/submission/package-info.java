/// Submissions over FHIR: a single resource or the contents of a Bundle, matched, decided and filed together.
///
/// The patient and the orders are found first, access is decided, then one transaction files all or nothing.
@NullMarked
package org.meridiandx.result.submission;

import org.jspecify.annotations.NullMarked;
