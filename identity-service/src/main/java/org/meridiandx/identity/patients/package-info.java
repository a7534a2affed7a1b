/// The region's patients: FHIR Patient, and the directory that other services ask.
@NullMarked
package org.meridiandx.identity.patients;

import org.jspecify.annotations.NullMarked;
