/// Asking an EHR back over FHIR: bounded in time and size, following nothing. Whom to ask is
/// decided elsewhere.
@NullMarked
package org.meridiandx.order.cdshooks.fetching;

import org.jspecify.annotations.NullMarked;
