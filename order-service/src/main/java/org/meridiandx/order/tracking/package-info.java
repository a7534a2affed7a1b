/// Where a request stands, in plain words: what happened to it, told to its patient and to those who
/// work on it.
///
/// [Milestones] reads what happened from the versions that are kept, [Sentences] says it. Both are pure;
/// the door is `fhir`.
@NullMarked
package org.meridiandx.order.tracking;

import org.jspecify.annotations.NullMarked;
