package org.smshub.hub.routing;

import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * In which time zones a number may be: one of its area code where its country has several and says which, else all of the
 * country. The data are libphonenumber's.
 */
final class Zones {

    /** Digits of the longest country code. */
    private static final int LONGEST_CODE = 3;

    private static final String NO_REGION = "ZZ";

    private final PhoneNumberToTimeZonesMapper mapper = PhoneNumberToTimeZonesMapper.getInstance();
    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final Map<List<String>, List<ZoneId>> known = new ConcurrentHashMap<>();

    /** Empty = not known: a short code, or a number of no country. */
    List<ZoneId> of(String number) {
        PhoneNumber parsed = parsed(number);
        if (parsed == null) {
            return List.of();
        }
        return known.computeIfAbsent(mapper.getTimeZonesForGeographicalNumber(parsed), Zones::zones);
    }

    /** Its parser would look at much that is known of numbers in the hub's form. */
    private PhoneNumber parsed(String number) {
        if (!number.startsWith("+")) {
            return null;
        }
        int code = 0;
        for (int i = 1; i <= LONGEST_CODE && i < number.length() - 1; i++) {
            code = code * 10 + (number.charAt(i) - '0');
            if (!NO_REGION.equals(numbers.getRegionCodeForCountryCode(code))) {
                return new PhoneNumber()
                        .setCountryCode(code)
                        .setNationalNumber(Long.parseLong(number, i + 1, number.length(), 10));
            }
        }
        return null;
    }

    private static List<ZoneId> zones(List<String> names) {
        List<ZoneId> zones = new ArrayList<>();
        for (String name : names) {
            try {
                if (!name.equals(PhoneNumberToTimeZonesMapper.getUnknownTimeZone())) {
                    zones.add(ZoneId.of(name));
                }
            } catch (DateTimeException e) {
                // a name that this JDK has not yet: as if it were not known
            }
        }
        return List.copyOf(zones);
    }
}
