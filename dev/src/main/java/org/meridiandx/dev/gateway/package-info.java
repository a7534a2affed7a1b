/// The local gateway: reads the region's route table from the chart's values and proxies to the service that answers.
///
/// It adds request and correlation ids, bounds bodies and waiting times, and tells its own errors
/// as OperationOutcome or problem details. It decides nothing about who may do what: every service
/// checks the token itself.
@NullMarked
package org.meridiandx.dev.gateway;

import org.jspecify.annotations.NullMarked;
