/// Who has seen which version of a report: the acknowledge operation.
@NullMarked
package org.meridiandx.result.followup;

import org.jspecify.annotations.NullMarked;
