/// Which addresses a service looks at at all: what no id and no search value can hold is refused at
/// the edge, before anything is asked, stored or written down.
@NullMarked
package org.meridiandx.access.addresses;

import org.jspecify.annotations.NullMarked;
