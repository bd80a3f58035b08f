/** Who has changed what, and when, by the API or the console. */
package org.smshub.hub.api.audit;
