/// What a FHIR Patient says, apart from where it is kept: what it must and may say, what it is found
/// by, what is hidden of it, and what a merge shows in it.
@NullMarked
package org.meridiandx.identity.patients.content;

import org.jspecify.annotations.NullMarked;
