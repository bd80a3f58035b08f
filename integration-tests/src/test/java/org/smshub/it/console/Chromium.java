package org.smshub.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A browser without a window, of its own profile, that tells what it asked of whom. */
final class Chromium implements AutoCloseable {

    static final Dimension DESKTOP = new Dimension(1366, 900);
    static final Dimension PHONE = new Dimension(390, 844);

    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path SCREENSHOTS = Path.of("target/console");

    private final ChromeDriver driver;
    private final URI origin;
    private final String axe;
    private final List<String> asked = new ArrayList<>();

    static boolean isThere() {
        return Files.isExecutable(PROGRAM) && Files.isExecutable(DRIVER);
    }

    /** @param axe the text of axe-core */
    Chromium(URI origin, String axe) throws IOException {
        this.origin = origin;
        this.axe = axe;
        ChromeOptions options = new ChromeOptions();
        options.setBinary(PROGRAM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--lang=en",
                "--user-data-dir=" + Files.createTempDirectory("chromium-"));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .withLogFile(new File("target/chromedriver.log"))
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(PATIENCE).scriptTimeout(PATIENCE);
        size(DESKTOP);
    }

    void size(Dimension size) {
        driver.manage().window().setSize(size);
        // a window may be no narrower than its frame; the page is
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", size.width, "height", size.height, "deviceScaleFactor", 1, "mobile", size.width < 600));
    }

    /** What the machine's setting says. */
    void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    void open(String hash) {
        String url = origin + "/" + hash;
        if (driver.getCurrentUrl().startsWith(origin.toString())) {
            run("location.hash = arguments[0]", hash.isEmpty() ? "#/" : hash);
        } else {
            driver.get(url);
        }
    }

    /** As one that was never here. */
    void forget() {
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    }

    /** Loads the page anew, as for the first time: milliseconds until something is painted. */
    double firstLook() {
        forget();
        reload();
        return new WebDriverWait(driver, PATIENCE).until(d -> {
            Number paint = (Number) run("const paint = performance.getEntriesByName('first-contentful-paint')[0];"
                    + "return paint ? paint.startTime : 0");
            return paint.doubleValue() > 0 ? paint.doubleValue() : null;
        });
    }

    void reload() {
        driver.navigate().refresh();
    }

    Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    Object runAsync(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeAsyncScript(script, arguments);
    }

    String hash() {
        return (String) run("return location.hash");
    }

    WebElement await(String css) {
        return new WebDriverWait(driver, PATIENCE).until(d -> d.findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElse(null));
    }

    /** Until the page says so. */
    void awaitText(String css, String text) {
        new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> css + " has no '" + text + "': " + text(css))
                .until(d -> text(css).contains(text));
    }

    String text(String css) {
        return (String)
                run("return [...document.querySelectorAll(arguments[0])].map(e => e.innerText).join('\\n')", css);
    }

    /** A button, link or summary by what is written on it. */
    WebElement named(String text) {
        return new WebDriverWait(driver, PATIENCE).until(d -> d
                .findElements(
                        By.xpath("//*[self::button or self::a or self::summary][normalize-space()='" + text + "']"))
                .stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElse(null));
    }

    /** On what may be made anew at any moment, and may stand below the menu. */
    void click(String css) {
        new WebDriverWait(driver, PATIENCE)
                .ignoring(StaleElementReferenceException.class, NoSuchElementException.class)
                .until(d -> {
                    WebElement found = d.findElement(By.cssSelector(css));
                    run("arguments[0].scrollIntoView({block: 'center'})", found);
                    found.click();
                    return true;
                });
    }

    void type(String css, String text) {
        WebElement field = await(css);
        field.clear();
        field.sendKeys(text);
    }

    /** To whatever has the focus. */
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Tabs on until the focus is on something with this text; only the keyboard is used. */
    void tabTo(String text) {
        for (int i = 0; i < 80; i++) {
            String on = (String) run("const e = document.activeElement; return (e.innerText || e.id || '').trim()");
            if (on.equals(text)) {
                return;
            }
            press(Keys.TAB);
        }
        throw new AssertionError("by tabs one does not come to " + text);
    }

    /** Where it puts what is downloaded, from now on. */
    Path downloads() throws IOException {
        Path folder = Files.createTempDirectory("downloads-");
        driver.executeCdpCommand(
                "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
        return folder;
    }

    Path screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Path file = SCREENSHOTS.resolve(name + ".png");
        return Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** What axe-core finds, each with its element. */
    @SuppressWarnings("unchecked")
    List<String> violations() {
        run(axe);
        Map<String, Object> found = (Map<String, Object>) runAsync("const done = arguments[0];"
                + "axe.run(document).then(done, e => done({violations: [{id: String(e), nodes: []}]}))");
        List<String> words = new ArrayList<>();
        for (Map<String, Object> violation : (List<Map<String, Object>>) found.get("violations")) {
            for (Map<String, Object> node : (List<Map<String, Object>>) violation.get("nodes")) {
                words.add(violation.get("id") + ": " + node.get("html") + " " + node.get("failureSummary"));
            }
            if (((List<?>) violation.get("nodes")).isEmpty()) {
                words.add(String.valueOf(violation.get("id")));
            }
        }
        return words;
    }

    /** Whether something of the page is wider than the page. */
    boolean isScrolledSideways() {
        return (Boolean) run("return document.documentElement.scrollWidth > innerWidth");
    }

    /** URLs that were asked for since the start, as the browser's own protocol tells them. */
    List<String> asked() {
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            String line = entry.getMessage();
            if (line.contains("\"Network.requestWillBeSent\"")) {
                int at = line.indexOf("\"url\":\"", line.indexOf("\"request\":")) + 7;
                asked.add(line.substring(at, line.indexOf('"', at)));
            }
        }
        return asked;
    }

    /** What its console complains of. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Only the hub was asked. */
    void assertAlone() {
        assertThat(asked()).isNotEmpty().allSatisfy(url -> assertThat(url)
                .matches("(" + origin + "/.*|data:.*|blob:" + origin + "/.*|chrome:.*|about:.*)"));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
