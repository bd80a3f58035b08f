// Times and durations, as the reader's machine has them.
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const MINUTE = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** The time of day; with the day where it is another one. */
export function clock(iso) {
  const date = new Date(iso);
  return date.toDateString() === new Date().toDateString() ? CLOCK.format(date) : DAY.format(date);
}

export const minute = seconds => MINUTE.format(new Date(seconds * 1000));

/** 840 ms, 3.2 s, 4 min 10 s, 2 h 5 min, 3 d 4 h. */
export function lasts(millis) {
  if (millis < 1000) return `${Math.round(millis)} ms`;
  const seconds = millis / 1000;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const steps = [[86400, "d", 3600, "h"], [3600, "h", 60, "min"], [60, "min", 1, "s"]];
  for (const [large, of, small, ofSmall] of steps) {
    if (seconds >= large) {
      const rest = Math.floor((seconds % large) / small);
      return `${Math.floor(seconds / large)} ${of}${rest ? ` ${rest} ${ofSmall}` : ""}`;
    }
  }
  return "";
}

export const ago = iso => lasts(Math.max(0, Date.now() - Date.parse(iso)));
