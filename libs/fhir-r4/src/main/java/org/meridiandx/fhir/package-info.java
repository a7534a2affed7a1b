/// FHIR R4 as Meridian speaks it: identifiers, parsing, and the HTTP plumbing that every resource
/// type shares.
///
/// A [SearchDefinition] declares a type's search parameters once; parser, SQL and capability
/// statement all come from it. [StoredResources] serves reads and searches by copying stored bytes,
/// after access is decided and the audit is durable. [FhirJson] (needs HAPI FHIR on the class path)
/// parses what comes in.
@NullMarked
package org.meridiandx.fhir;

import org.jspecify.annotations.NullMarked;
