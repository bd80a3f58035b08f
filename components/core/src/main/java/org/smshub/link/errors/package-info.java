/** What the other side of a protocol refuses with, and what is done about it, as tables beside the classes that read them. */
package org.smshub.link.errors;
