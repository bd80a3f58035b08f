package org.smshub.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Hubs on one database, which is counted by itself; every connection of the load stays with one of them. */
final class Hubs implements Contender {

    private final List<HubProcess> all;
    private final Postgres database;

    Hubs(List<HubProcess> all, Postgres database) {
        this.all = all;
        this.database = database;
    }

    @Override
    public InetSocketAddress http() {
        return all.get(0).http();
    }

    @Override
    public byte[] request(boolean receipt) throws IOException {
        return all.get(0).request(receipt);
    }

    @Override
    public List<HttpLoad.Door> doors(boolean receipt) throws IOException {
        List<HttpLoad.Door> doors = new ArrayList<>();
        for (HubProcess hub : all) {
            doors.addAll(hub.doors(receipt));
        }
        return doors;
    }

    @Override
    public double cpuSeconds() {
        return all.stream().mapToDouble(HubProcess::cpuSeconds).sum();
    }

    @Override
    public double databaseSeconds() {
        return database.cpuSeconds();
    }

    @Override
    public long voluntarySwitches() {
        return all.stream().mapToLong(HubProcess::voluntarySwitches).sum();
    }

    @Override
    public long residentMiB() {
        return all.stream().mapToLong(HubProcess::residentMiB).sum();
    }

    @Override
    public long liveHeapMiB() throws InterruptedException {
        long heap = 0;
        for (HubProcess hub : all) {
            heap += hub.liveHeapMiB();
        }
        return heap;
    }

    @Override
    public boolean isAlive() {
        return all.stream().allMatch(HubProcess::isAlive);
    }

    @Override
    public String lastLines() {
        return all.stream().map(HubProcess::lastLines).reduce("", (a, b) -> a + b + "\n");
    }
}
