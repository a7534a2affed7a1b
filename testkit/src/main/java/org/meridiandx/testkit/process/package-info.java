/// A packaged service as a process, for tests that kill it or measure its memory.
@NullMarked
package org.meridiandx.testkit.process;

import org.jspecify.annotations.NullMarked;
