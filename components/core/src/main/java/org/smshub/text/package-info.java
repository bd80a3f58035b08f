/**
 * Text of a short message as pure functions. Here are its alphabets and what all sub-packages need; on it stand
 * {@code udh} (user data headers), on that {@code tpdu} (TPDUs and their fields), and on all of them {@code plan} (encoding
 * plans, segments, parts put together). Nothing does I/O or keeps state between calls, but for {@link org.smshub.text.plan.Reassembler}.
 *
 * <p>Start at {@link org.smshub.text.plan.TextProfile}: {@code TextProfile.STANDARD.plan(text).segments(reference)}. The one
 * exception of all is {@link org.smshub.text.TextException}.
 *
 * <p>Sources: 3GPP TS 23.038 (alphabets, data coding scheme) and 3GPP TS 23.040 (TPDUs), quoted by clause.
 */
package org.smshub.text;
