/// How far the work on a request is: FHIR Task, one open one for each request that is worked on.
///
/// [TaskWriter] follows the request within the request's transaction; [TaskService] takes the
/// performer's word.
@NullMarked
package org.meridiandx.order.tasks;

import org.jspecify.annotations.NullMarked;
