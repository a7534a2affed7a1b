/// People who work in health care: what Practitioner and PractitionerRole are found by in the
/// directory.
@NullMarked
package org.meridiandx.identity.staff;

import org.jspecify.annotations.NullMarked;
