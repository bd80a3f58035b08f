package org.smshub.importer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.smshub.importer.jasmin.JasminImport;
import org.smshub.importer.kannel.KannelConf;
import org.smshub.importer.kannel.KannelImport;
import org.smshub.importer.smsd.SmsdImport;

/**
 * {@code ./hub import FILE… DIR}: the configuration of a Kannel, a Jasmin or an smsd becomes one of the hub's, and every line that has no
 * counterpart is named. Ends with 0 where there is none, 1 where there are, 2 where nothing could be imported.
 */
public final class Import {

    static final String USAGE = """
            ./hub import FILE ... DIR: makes a configuration of the hub of another gateway's

              kannel.conf    of Kannel, with the files that it includes
              a dump         what Jasmin's console (jcli) prints for smppccm -l and -s, user -l and -s, group -l, filter -l,
                             mtrouter -l, morouter -l and httpccm -l; or the commands that made them (mtrouter -a ...)
              smsd.conf      of smstools 3

            DIR is new, or empty. Every line that has no counterpart is named, here and in DIR/import.md, with what to do
            by hand (docs/import.md). Ends with 0 where there is none, with 1 where there are, with 2 where a file cannot be
            read. Then: hub check --config DIR, hub explain NUMBER --config DIR, hub run --config DIR""";

    private enum Product {
        KANNEL,
        JASMIN,
        SMSD
    }

    private Import() {}

    public static void main(String[] args) throws IOException {
        List<String> given = List.of(args);
        if (given.contains("--help") || given.contains("-h")) {
            System.out.println(USAGE);
            return;
        }
        System.exit(run(given, Path.of(System.getProperty("hub.home", ""))));
    }

    /** @return 0, 1 or 2 */
    static int run(List<String> args, Path home) throws IOException {
        try {
            if (args.size() < 2 || args.stream().anyMatch(arg -> arg.startsWith("-"))) {
                throw new Unreadable("import wants files and a folder: hub import FILE ... DIR; --help says more");
            }
            Path folder = Path.of(args.get(args.size() - 1));
            isFree(folder);
            List<Source> sources = new ArrayList<>();
            for (String file : args.subList(0, args.size() - 1)) {
                sources.add(Source.read(Path.of(file)));
            }
            Overlay overlay = OverlayWriter.of(home);
            map(sources, overlay);
            OverlayWriter.write(home, folder, overlay, sources);
            System.out.print(OverlayWriter.report(overlay, sources));
            System.out.println("\n" + folder + " is the configuration; the same words stand in "
                    + folder.resolve(OverlayWriter.REPORT) + ".\n  hub check --config " + folder);
            return overlay.leftovers().isEmpty() ? 0 : 1;
        } catch (Unreadable e) {
            System.err.println("hub: " + e.getMessage().replaceAll("\\p{Cntrl}", "?"));
            return 2;
        } catch (IOException e) {
            System.err.println(
                    "hub: " + args.get(args.size() - 1) + " cannot be written (" + e + "); name a folder that can be");
            return 2;
        }
    }

    /** What is read becomes an overlay; nothing is written. */
    static void map(List<Source> sources, Overlay overlay) {
        Product product = null;
        for (Source source : sources) {
            Product its = product(source);
            if (product != null && product != its) {
                throw new Unreadable("the files are of two products, " + product + " and " + its
                        + "; import one after the other, into two folders");
            }
            product = its;
        }
        switch (product) {
            case KANNEL ->
                KannelImport.map(
                        sources.stream()
                                .flatMap(source -> KannelConf.read(source).stream())
                                .toList(),
                        overlay);
            case JASMIN -> JasminImport.map(sources, overlay);
            case SMSD -> {
                if (sources.size() > 1) {
                    throw new Unreadable("smsd has one file");
                }
                SmsdImport.map(sources.get(0), overlay);
            }
        }
    }

    private static Product product(Source source) {
        List<String> lines = source.lines();
        if (JasminImport.fits(lines)) {
            return Product.JASMIN;
        }
        if (SmsdImport.fits(lines)) {
            return Product.SMSD;
        }
        if (lines.stream().anyMatch(line -> line.strip().matches("(group|include)\\s*=.*"))) {
            return Product.KANNEL;
        }
        throw new Unreadable(source.path()
                + " is none that can be imported: a kannel.conf has lines group = ..., a dump of jcli its prompts or tables, an"
                + " smsd.conf devices and sections");
    }

    private static void isFree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new Unreadable(folder + " is a file; the last word is the folder that is made");
        }
        try (Stream<Path> there = Files.list(folder)) {
            if (there.findAny().isPresent()) {
                throw new Unreadable(folder + " is not empty; name a new folder, nothing was written");
            }
        }
    }
}
