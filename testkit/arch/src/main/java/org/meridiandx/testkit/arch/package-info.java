/// The house rules of the code as tests that every module runs.
@NullMarked
package org.meridiandx.testkit.arch;

import org.jspecify.annotations.NullMarked;
