/// `dx demo`: a region that is watched at work.
@NullMarked
package org.meridiandx.dev.demo;

import org.jspecify.annotations.NullMarked;
