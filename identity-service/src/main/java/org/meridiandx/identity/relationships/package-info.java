/// Which organisation has to do with which patient, since when and why.
@NullMarked
package org.meridiandx.identity.relationships;

import org.jspecify.annotations.NullMarked;
