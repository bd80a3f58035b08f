/** Twilio's Messages of 2010-04-01: resources, status callbacks, webhooks and TwiML (twilio/twilio-oai, the SDKs, Twilio's pages). */
package org.smshub.hub.doors.twilio;
