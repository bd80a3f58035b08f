/** Vonage's SMS API, {@code /sms/json}: requests, answers, receipts, incoming messages, signatures (the SDKs, Vonage's pages). */
package org.smshub.hub.doors.vonage;
