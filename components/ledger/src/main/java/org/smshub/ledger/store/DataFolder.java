package org.smshub.ledger.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder for its owner alone: what people wrote to each other lies in it, and keys. */
public final class DataFolder {

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private final Path path;

    public DataFolder(Path path) {
        this.path = path.toAbsolutePath();
    }

    /** Makes it, where it is missing, whatever the umask says. */
    public DataFolder make() throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path.getParent());
            try {
                if (isPosix(path.getParent())) {
                    Files.createDirectory(path, PosixFilePermissions.asFileAttribute(FOLDER));
                } else {
                    Files.createDirectory(path);
                }
            } catch (FileAlreadyExistsException e) {
                // made by another meanwhile, or no folder: what needs it says so
            }
        }
        return this;
    }

    /** A file in it, which is made empty where it is missing, whatever the umask says. */
    public Path file(String name) throws IOException {
        Path file = path.resolve(name);
        try {
            if (isPosix(path)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException e) {
            // as it is
        }
        return file;
    }

    /**
     * One hub at a time works with it: two writers would claim the same parts. The folder is made where it is missing.
     *
     * @return whoever closes it lets go
     * @throws IllegalStateException another has it, or it cannot be used
     */
    public FileChannel lock() {
        try {
            FileChannel channel = FileChannel.open(make().file("ledger.lock"), StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return channel;
            }
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The data folder " + path + " cannot be used (" + e.getMessage()
                            + "); name another one with HUB_DATA",
                    e);
        }
        throw new IllegalStateException(
                "Another hub works with the data folder " + path + "; end it, or name another folder with HUB_DATA");
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by this very JVM
        }
    }

    /** Says in one line what others than the owner may look into, and what to do; null when nothing. */
    public String openToOthers() throws IOException {
        if (!isPosix(path)) {
            return null;
        }
        List<String> open = new ArrayList<>();
        if (isOpen(path)) {
            open.add("the folder itself");
        }
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.sorted().toList()) {
                if (isOpen(file)) {
                    open.add(file.getFileName().toString());
                }
            }
        }
        return open.isEmpty()
                ? null
                : "Others than its owner may look into the data folder " + path + " (" + String.join(", ", open)
                        + "): chmod -R go= '" + path + "'";
    }

    private static boolean isOpen(Path path) {
        try {
            return !FOLDER.containsAll(Files.getPosixFilePermissions(path));
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean isPosix(Path folder) throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix");
    }

    /** How much of its disk cannot be written any more, in percent. */
    public int percentUsed() throws IOException {
        FileStore disk = Files.getFileStore(path);
        long total = disk.getTotalSpace();
        return total <= 0 ? 0 : (int) (100 - disk.getUsableSpace() * 100.0 / total);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
