/// What an ORU, OUL or MDM says, as FHIR: drafts without ids, patients or links, and what is wrong with it.
///
/// Nothing here looks anything up; one mapper per resource, one small method per element.
@NullMarked
package org.meridiandx.result.oru;

import org.jspecify.annotations.NullMarked;
