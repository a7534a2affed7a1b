/// Registers organisations and clients from a file at each start; doing it again changes nothing.
@NullMarked
package org.meridiandx.identity.bootstrap;

import org.jspecify.annotations.NullMarked;
