/// Places: the organisations that take part in the region, and what Organization, Location,
/// HealthcareService and
/// Endpoint are found by in the directory.
@NullMarked
package org.meridiandx.identity.organisations;

import org.jspecify.annotations.NullMarked;
