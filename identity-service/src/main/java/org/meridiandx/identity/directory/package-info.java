/// The region's directory: places and people, served as FHIR resources of six types from one table.
/// A type is declared in the feature that knows it (`organisations`, `staff`); reading, searching
/// and writing are alike for all.
@NullMarked
package org.meridiandx.identity.directory;

import org.jspecify.annotations.NullMarked;
