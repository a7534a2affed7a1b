/// Input that nobody in this project wrote, kept beside the repository and never copied into it.
@NullMarked
package org.meridiandx.testkit.shared;

import org.jspecify.annotations.NullMarked;
