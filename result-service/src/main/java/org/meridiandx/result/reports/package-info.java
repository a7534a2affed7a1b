/// DiagnosticReport, Observation and Specimen over FHIR: create, read, versions, search; recent results over gRPC.
@NullMarked
package org.meridiandx.result.reports;

import org.jspecify.annotations.NullMarked;
