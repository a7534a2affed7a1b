/// What a request says, and how it and its Task are kept: the ground that the other packages stand on.
///
/// The FHIR JSON is stored as it is served; [RequestFacts] reads from it the columns that searches
/// and matches run on. Nothing here asks a database or another service.
@NullMarked
package org.meridiandx.order.records;

import org.jspecify.annotations.NullMarked;
