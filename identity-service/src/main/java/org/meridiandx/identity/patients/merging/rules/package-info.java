/// PURE: which records are one patient, and how that changes by merging and parting.
@NullMarked
package org.meridiandx.identity.patients.merging.rules;

import org.jspecify.annotations.NullMarked;
