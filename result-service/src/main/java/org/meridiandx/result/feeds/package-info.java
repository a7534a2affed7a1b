/// The feeds that results come by: who sends how much, what is refused, how late it comes, and who
/// has fallen silent.
@NullMarked
package org.meridiandx.result.feeds;

import org.jspecify.annotations.NullMarked;
