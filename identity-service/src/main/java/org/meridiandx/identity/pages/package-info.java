/// The few HTML pages of sign-in: plain, accessible, without scripts.
@NullMarked
package org.meridiandx.identity.pages;

import org.jspecify.annotations.NullMarked;
