package io.syncline.server.wiring;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.syncline.engine.shape.ShapeTools;
import org.jspecify.annotations.Nullable;

/** The numbering plans of the world, as a library knows them. Safe for use by several threads. */
final class NumberingPlans implements ShapeTools.Phones {
    /** No number is so long; what is longer is not looked at. */
    private static final int LENGTH_MAX = 100;

    @Override
    public @Nullable String e164(String text, String region) {
        PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
        try {
            PhoneNumber number = text.length() > LENGTH_MAX ? null : plans.parse(text, region);
            return number != null && plans.isValidNumber(number)
                    ? plans.format(number, PhoneNumberUtil.PhoneNumberFormat.E164)
                    : null;
        } catch (NumberParseException _) {
            return null;
        }
    }
}
