package org.smshub.springboot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * Sets {@code camel.component.<scheme>.<option>} of Spring's environment on the components of this project, as Camel Main
 * does: names in any case and with dashes, values that refer to beans ({@code #bean:name}), and a start that fails when
 * there is no such option. The generator of Camel's starters serves components of Camel's own group alone, and a Boot
 * application without a starter takes no notice of such a property, be it the one that switches TLS on.
 */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@ConditionalOnClass(CamelAutoConfiguration.class)
public class ComponentAutoConfiguration implements ComponentCustomizer, CamelContextConfiguration {

    private static final String PREFIX = "camel.component";
    private static final String OWN = "org.smshub.";
    private static final String SERVICES = "classpath*:META-INF/services/org/apache/camel/component/*";

    private final ApplicationContext spring;

    ComponentAutoConfiguration(ApplicationContext spring) {
        this.spring = spring;
    }

    /** Components that no route names are made too when something is set for them, so that a wrong option is found. */
    @Override
    public void beforeApplicationStart(CamelContext camel) {
        for (String scheme : schemes()) {
            if (!options(scheme).isEmpty()) {
                camel.getComponent(scheme, true, false);
            }
        }
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {
        // all is done before
    }

    @Override
    public boolean isEnabled(String name, Component component) {
        return component.getClass().getName().startsWith(OWN)
                && enabled(PREFIX, PREFIX + '.' + name)
                && enabled(PREFIX + ".customizer", PREFIX + '.' + name + ".customizer");
    }

    private boolean enabled(String all, String one) {
        return HierarchicalPropertiesEvaluator.evaluate(spring, all, one);
    }

    /** Before the component is initialised, since it makes its threads then. */
    @Override
    public void configure(String name, Component component) {
        options(name).forEach((option, value) -> set(name, component, option, value));
    }

    /** No message has the value in it, nor a cause that has: it may be a password under a misspelt name. */
    private static void set(String name, Component component, String option, String value) {
        String property = PREFIX + '.' + name + '.' + option;
        PropertyConfigurer configurer = component.getComponentPropertyConfigurer();
        boolean known;
        try {
            known = PropertyBindingSupport.build()
                    .withConfigurer(configurer)
                    .withIgnoreCase(true)
                    .bind(component.getCamelContext(), component, option, value);
        } catch (PropertyBindingException e) {
            Class<?> type = configurer instanceof PropertyConfigurerGetter options
                    ? options.getOptionType(StringHelper.dashToCamelCase(option), true)
                    : null;
            throw new IllegalArgumentException(property + " cannot be set: its value is no "
                    + (type == null ? "value of that option" : type.getSimpleName())
                    + " and names no bean that is one");
        }
        if (!known) {
            throw new IllegalArgumentException(property + " is set, but " + name + " has no such option");
        }
    }

    /** What is set for a component; the option that replaces the holder of all others comes first. */
    private Map<String, String> options(String name) {
        Map<String, String> options =
                new TreeMap<>(Comparator.comparing((String option) -> !option.equalsIgnoreCase("configuration"))
                        .thenComparing(Comparator.naturalOrder()));
        Binder.get(spring.getEnvironment())
                .bind(
                        ConfigurationPropertyName.adapt(PREFIX + '.' + name, '.'),
                        Bindable.mapOf(String.class, String.class))
                .ifBound(options::putAll);
        options.keySet().removeAll(List.of("enabled", "customizer.enabled"));
        return options;
    }

    private List<String> schemes() {
        List<String> schemes = new ArrayList<>();
        try {
            for (Resource service : spring.getResources(SERVICES)) {
                Properties properties = PropertiesLoaderUtils.loadProperties(service);
                if (properties.getProperty("class", "").startsWith(OWN)) {
                    schemes.add(service.getFilename());
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the components on the class path cannot be listed", e);
        }
        return schemes;
    }
}
