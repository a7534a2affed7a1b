/// Bundles: `POST /fhir/R4` (batch, transaction) and `$process-message`.
///
/// What this service keeps is written; resources of other services are context, matched to what the region knows
/// and never created by this door.
@NullMarked
package org.meridiandx.result.bundles;

import org.jspecify.annotations.NullMarked;
