/// Which order a study or a report belongs to, and what it does to that order.
///
/// [OrderDirectoryGrpcService] answers the question for other services. [ProgressListener] hears what
/// they tell, [ProgressService] finds the order, and a fact that comes before its order waits in
/// [WaitingFactService].
@NullMarked
package org.meridiandx.order.progress;

import org.jspecify.annotations.NullMarked;
