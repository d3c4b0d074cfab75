/** Holds what deploys Sluice to what is deployed: compose, images, Kubernetes. */
@NullMarked
package io.sluice.deployment;

import org.jspecify.annotations.NullMarked;
