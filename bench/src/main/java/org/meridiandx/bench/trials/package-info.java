/// Kinds of work that are measured in turns: warmed up, in a closed loop, in an open one, with
/// the CPU time and the memory that they took, and a look whether what was answered is so.
@NullMarked
package org.meridiandx.bench.trials;

import org.jspecify.annotations.NullMarked;
