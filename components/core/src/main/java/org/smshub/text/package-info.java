/**
 * Text of a short message: alphabets, encoding plans, segments, user data headers and TPDUs as pure functions. Nothing
 * here does I/O or keeps state between calls, but for {@link org.smshub.text.Reassembler}.
 *
 * <p>Start at {@link org.smshub.text.TextProfile}: {@code TextProfile.STANDARD.plan(text).segments(reference)}. The one
 * exception of the package is {@link org.smshub.text.TextException}.
 *
 * <p>Sources: 3GPP TS 23.038 (alphabets, data coding scheme) and 3GPP TS 23.040 (TPDUs), quoted by clause.
 */
package org.smshub.text;
