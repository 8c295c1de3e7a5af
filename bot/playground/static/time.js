/** Story time: reading it, showing it in somebody's zone, and Slack's date tokens. */

const DAY = 86_400_000;
const formats = new Map();

function format(tz, options) {
  const key = `${tz} ${JSON.stringify(options)}`;
  if (!formats.has(key)) {
    let zone = tz;
    try {
      new Intl.DateTimeFormat("en-GB", { timeZone: zone });
    } catch {
      zone = "UTC";
    }
    formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...options }));
  }
  return formats.get(key);
}

/**
 * Read a moment as the workspace writes it: Unix seconds (also as text, also with a fraction) or ISO 8601.
 * @returns {Date | null}
 */
export function readMoment(value) {
  if (value === null || value === undefined || value === "") return null;
  const number = typeof value === "number" ? value : /^\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
  const moment = Number.isNaN(number) ? new Date(value) : new Date(number > 1e11 ? number : number * 1000);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

/** "16:34" in the zone. */
export const clockTime = (moment, tz) => format(tz, { hour: "2-digit", minute: "2-digit" }).format(moment);

/** "Thu 27 Nov" in the zone. */
export const shortDay = (moment, tz) =>
  format(tz, { weekday: "short", day: "numeric", month: "short" }).format(moment).replace(",", "");

/** "Thursday, 27 November" in the zone. */
export const longDay = (moment, tz) => format(tz, { weekday: "long", day: "numeric", month: "long" }).format(moment);

/** "Thu 27 Nov, 16:34" in the zone. */
export const dayAndTime = (moment, tz) => `${shortDay(moment, tz)}, ${clockTime(moment, tz)}`;

/** "Lisbon" for "Europe/Lisbon". */
export const placeOf = (tz) => (tz || "UTC").split("/").pop().replaceAll("_", " ");

/** "2025-11-27" in the zone. */
export function isoDay(moment, tz) {
  const parts = format(tz, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(moment);
  const part = (type) => parts.find((one) => one.type === type).value;
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** How many calendar days `moment` lies after `now` in the zone. */
const daysFrom = (moment, now, tz) => Math.round((Date.parse(isoDay(moment, tz)) - Date.parse(isoDay(now, tz))) / DAY);

/** "Today", "Yesterday", "Tomorrow", or the long day. */
export function dayHeading(moment, now, tz) {
  const named = { 0: "Today", 1: "Tomorrow", [-1]: "Yesterday" }[daysFrom(moment, now, tz)];
  return named || longDay(moment, tz);
}

/**
 * The moment at which the wall in a zone shows this date and time. In a gap it is the later, in an overlap the earlier.
 * @param {string} day "2025-11-27"
 * @param {string} time "17:00"
 * @returns {number} Unix seconds.
 */
export function fromWall(day, time, tz) {
  const wall = Date.parse(`${day}T${time}:00Z`);
  const shownAt = (ms) => Date.parse(`${isoDay(new Date(ms), tz)}T${clockTime(new Date(ms), tz)}:00Z`);
  // The zone's offset may change on this very day: try the one of the day before and the one of the day after.
  const tries = [wall - DAY, wall + DAY].map((near) => wall - (shownAt(near) - near));
  const exact = tries.filter((ms) => shownAt(ms) === wall);
  return (exact.length ? Math.min(...exact) : Math.max(...tries)) / 1000;
}

const ordinal = (day) => {
  const teen = day % 100 >= 11 && day % 100 <= 13;
  return `${day}${teen ? "th" : { 1: "st", 2: "nd", 3: "rd" }[day % 10] || "th"}`;
};

function dateWords(token, moment, tz) {
  const part = (options) => format(tz, options).format(moment);
  const year = part({ year: "numeric" });
  const day = Number(part({ day: "numeric" }));
  const month = part({ month: "long" });
  if (token.startsWith("date_num")) return isoDay(moment, tz);
  if (token.startsWith("date_short")) return `${part({ month: "short" })} ${day}, ${year}`;
  if (token.startsWith("date_long")) return `${part({ weekday: "long" })}, ${month} ${ordinal(day)}, ${year}`;
  return `${month} ${ordinal(day)}, ${year}`;
}

function ago(moment, now) {
  const minutes = Math.round((moment - now) / 60_000);
  const words = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
  if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
  if (Math.abs(minutes) < 1440) return words.format(Math.round(minutes / 60), "hour");
  return words.format(Math.round(minutes / 1440), "day");
}

/**
 * Write one of Slack's date formats, such as "{date_short_pretty} at {time}", in the viewer's zone and story time.
 * @param {string} pattern The format between the carets of `<!date^...>`.
 * @param {boolean} opens Whether it opens a line, so that "Today" takes a capital.
 */
export function slackDate(pattern, moment, { tz, now, opens = false }) {
  return pattern.replace(/\{(\w+)\}/g, (whole, token, at) => {
    if (token === "time") return clockTime(moment, tz);
    if (token === "time_secs") {
      return format(tz, { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(moment);
    }
    if (token === "ago") return ago(moment, now);
    if (!token.startsWith("date")) return whole;
    const named = { 0: "today", 1: "tomorrow", [-1]: "yesterday" }[daysFrom(moment, now, tz)];
    if (!token.endsWith("_pretty") || !named) return dateWords(token, moment, tz);
    return opens && at === 0 ? named[0].toUpperCase() + named.slice(1) : named;
  });
}
