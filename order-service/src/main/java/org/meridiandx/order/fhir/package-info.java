/// The FHIR door: ServiceRequest and Task over HTTP, for those who may.
///
/// [RequestResource] and [TaskResource] answer; [RequestEdge] reads, checks, finds the patient and
/// asks for the access decision before any transaction begins; [RequestSearches] declares once what
/// can be searched. The HL7 v2 door is `intake`.
@NullMarked
package org.meridiandx.order.fhir;

import org.jspecify.annotations.NullMarked;
