package org.smshub.ledger.store.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.smshub.ledger.entry.Account;
import org.smshub.link.IdForms;

/** The accounts that this process has heard of: rows hold their names, and here is how their ids are compared. */
public final class Accounts {

    private final Map<String, Account> byLink = new HashMap<>();
    private final Map<String, Account> byName = new HashMap<>();

    /** @param account null when whoever asks knows none */
    public Account learn(String link, Account account) {
        if (account == null) {
            return of(link);
        }
        if (byLink.put(link, account) != account) {
            byName.put(account.name(), account);
        }
        return account;
    }

    /** A link that has said nothing shares its account with none. */
    public Account of(String link) {
        Account account = byLink.get(link);
        return account == null ? named(link) : account;
    }

    /** The links that share it, as far as they have said so. */
    public List<String> links(String name) {
        List<String> links = new ArrayList<>();
        byLink.forEach((link, account) -> {
            if (account.name().equals(name)) {
                links.add(link);
            }
        });
        if (!byLink.containsKey(name)) {
            links.add(name);
        }
        return links;
    }

    public Account named(String name) {
        Account account = byName.get(name);
        return account == null ? new Account(name, IdForms.SAFE, false) : account;
    }
}
