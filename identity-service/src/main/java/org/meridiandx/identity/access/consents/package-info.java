/// What patients said about who may see their records: FHIR Consent, opt-outs included. Decisions
/// read the table of this feature; [ConsentService] writes it.
@NullMarked
package org.meridiandx.identity.access.consents;

import org.jspecify.annotations.NullMarked;
