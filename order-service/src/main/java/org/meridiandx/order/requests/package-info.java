/// Requests and their fulfilment: FHIR ServiceRequest and Task, from the wire to the row and into events.
///
/// [RequestService] places, amends, cancels and completes; [TaskService] keeps the one open Task of
/// each request. The FHIR JSON is stored as it is served; [RequestFacts] reads from it the columns
/// that searches and matches run on.
@NullMarked
package org.meridiandx.order.requests;

import org.jspecify.annotations.NullMarked;
