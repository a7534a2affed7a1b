/// What each source said about a patient, and which of it is in force.
@NullMarked
package org.meridiandx.identity.patients.values;

import org.jspecify.annotations.NullMarked;
