/// Loads a folder of other people's input through the public interfaces of a region, and tells for each feed what was
/// sent, accepted and refused, and why.
@NullMarked
package org.meridiandx.dev.loader;

import org.jspecify.annotations.NullMarked;
