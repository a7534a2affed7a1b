/// Lists that are read by pages: how many entries, where a page begins, and the address of the next one.
@NullMarked
package org.meridiandx.identity.paging;

import org.jspecify.annotations.NullMarked;
