package org.smshub.it.centre;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A test of one scenario. It runs once for each kind of link of these protocols under {@code unknown = hold} and once under
 * {@code retry}, each with a link of the hub and a centre of its own, and its argument is the {@link Stage}. After it the link must deliver
 * the next message without help. Its name is the link's, so no two scenarios have the same.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(Stages.class)
@ExtendWith(Stages.class)
@interface Scenario {

    Protocol[] value() default {Protocol.SMPP, Protocol.UCP, Protocol.CIMD2, Protocol.MODEM};

    /** Options of the link, as {@code name=value}. */
    String[] options() default {};

    /** The centre does not listen when the hub starts. */
    boolean down() default false;

    /** A second link with the same login at the same centre, by the name of the first and {@code -twin}. */
    boolean twin() default false;
}
