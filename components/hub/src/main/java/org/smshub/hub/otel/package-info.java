/** Traces by OpenTelemetry. Its jars are on the class path of a hub that has them on alone: {@link org.smshub.hub.otel.Traces} is the way in. */
package org.smshub.hub.otel;
