package org.smshub.hub.routing;

import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
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

    private final PhoneNumberToTimeZonesMapper mapper = PhoneNumberToTimeZonesMapper.getInstance();
    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final Map<List<String>, List<ZoneId>> known = new ConcurrentHashMap<>();

    /** Of each country code that there is; those with one zone alone need no look at the number. */
    private final Map<Integer, List<ZoneId>> countries = new HashMap<>();

    Zones() {
        for (int code : numbers.getSupportedCallingCodes()) {
            countries.put(
                    code, zones(mapper.getTimeZonesForGeographicalNumber(new PhoneNumber().setCountryCode(code))));
        }
    }

    /** Empty = not known: a short code, or a number of no country. */
    List<ZoneId> of(String number) {
        if (!number.startsWith("+")) {
            return List.of();
        }
        int code = 0;
        for (int i = 1; i <= LONGEST_CODE && i < number.length() - 1; i++) {
            code = code * 10 + (number.charAt(i) - '0');
            List<ZoneId> country = countries.get(code);
            if (country != null) {
                return country.size() == 1 ? country : ofArea(code, Long.parseLong(number, i + 1, number.length(), 10));
            }
        }
        return List.of();
    }

    private List<ZoneId> ofArea(int code, long rest) {
        // the library's parser would look at much that is known of numbers in the hub's form
        PhoneNumber number = new PhoneNumber().setCountryCode(code).setNationalNumber(rest);
        return known.computeIfAbsent(mapper.getTimeZonesForGeographicalNumber(number), Zones::zones);
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
