package org.smshub.springboot;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.smshub.link.Logins;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** Both servers; what concerns them all is in application.properties. */
@SpringBootApplication
class Application {

    @Bean
    RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("ucp-server:127.0.0.1:{{ucp.port}}").to("log:ucp");
                from("smpp-server:127.0.0.1:{{smpp.port}}").to("log:smpp");
            }
        };
    }

    @Bean
    Logins panels() {
        return (account, password) -> account.equals("8812") && password.equals("secret");
    }

    @Bean
    @Lazy
    SSLContextParameters tls(@Value("${keys}") String keys) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + keys);
        store.setPassword("changeit");
        KeyManagersParameters key = new KeyManagersParameters();
        key.setKeyStore(store);
        key.setKeyPassword("changeit");
        SSLContextParameters tls = new SSLContextParameters();
        tls.setKeyManagers(key);
        return tls;
    }
}
