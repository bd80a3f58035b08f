/** How the hub fares, for operators: what its links, inputs and outputs do, figures of the last day, and what needs a person. */
package org.smshub.hub.api.status;
