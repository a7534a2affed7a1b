/// FHIR resources as JSON trees: read and written with every digit kept, and what their elements say to
/// columns, references and fingerprints.
///
/// Nothing here asks a database or another service.
@NullMarked
package org.meridiandx.result.resources;

import org.jspecify.annotations.NullMarked;
