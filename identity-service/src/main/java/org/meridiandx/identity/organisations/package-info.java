/// The organisations that take part in the region, served as FHIR Organization.
@NullMarked
package org.meridiandx.identity.organisations;

import org.jspecify.annotations.NullMarked;
