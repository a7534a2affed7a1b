/// For which patient a record counts now: what identity-service tells of merges, kept beside a
/// service's own rows, and the following of it.
///
/// A row keeps the id that it was recorded under for ever and the patient in force beside it. A
/// standing moves rows by the first, so that an unmerge finds back what a merge brought together.
/// See `PatientChanged` in the contracts.
@NullMarked
package org.meridiandx.directory.standing;

import org.jspecify.annotations.NullMarked;
