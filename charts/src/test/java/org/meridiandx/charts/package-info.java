/// Tests of the Helm charts beside this folder: they lint, render with every set of values that the repository holds,
/// fit the Kubernetes API, keep the security promises, and agree with their schemas, their reference and the manifests
/// that each service's own build generates.
@NullMarked
package org.meridiandx.charts;

import org.jspecify.annotations.NullMarked;
