/** Kannel's sendsms, dlr-url and sms-service (userguide 1.4.5, gw/smsbox.c, gw/urltrans.c). */
package org.smshub.hub.doors.kannel;
