/// The processes that a region is made of: how one is started, told from others, found again and ended.
@NullMarked
package org.meridiandx.dev.process;

import org.jspecify.annotations.NullMarked;
