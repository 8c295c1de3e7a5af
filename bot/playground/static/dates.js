/** Days and times, in the viewer's zone. The fields are the browser's own, so that they work with any keyboard. */
import { html, useState } from "./html.js";
import { useStore } from "./store.js";
import { clockTime, dayAndTime, fromWall, isoDay, placeOf } from "./time.js";

const USUAL_TIME = "17:00";

/** A day, as "2025-11-27". */
export const DatePicker = ({ id, names, value, onPick }) =>
  html`<input type="date" class="field field-date" id=${id} ...${names} value=${value ?? ""}
    onChange=${(event) => onPick(event.target.value || null)} />`;

/** A time of day, as "17:00". */
export const TimePicker = ({ id, names, value, onPick }) =>
  html`<input type="time" class="field field-time" id=${id} ...${names} value=${value ?? ""}
    onChange=${(event) => onPick(event.target.value || null)} />`;

/** A moment, as Unix seconds: a day and a time in the viewer's zone. */
export function DateTimePicker({ id, label, names, value, onPick }) {
  const tz = useStore((s) => s.me).tz;
  const moment = value ? new Date(value * 1000) : null;
  const [part, setPart] = useState({ day: "", time: "" });
  const day = moment ? isoDay(moment, tz) : part.day;
  const time = moment ? clockTime(moment, tz) : part.time;
  const pick = (nextDay, nextTime) => {
    setPart({ day: nextDay, time: nextTime });
    const known = nextTime || (nextDay && !time ? USUAL_TIME : "");
    const next = nextDay && known ? fromWall(nextDay, known, tz) : null;
    if (next !== value) onPick(Number.isFinite(next) ? next : null);
  };
  return html`<div class="moment" role="group" aria-label=${label} id=${id}>
    <input type="date" class="field field-date" ...${names} aria-label=${`${label} date`} value=${day}
      onChange=${(event) => pick(event.target.value, time)} />
    <input type="time" class="field field-time" ...${names} aria-label=${`${label} time`} value=${time}
      onChange=${(event) => pick(day, event.target.value)} />
    <span class="moment-note">${moment ? `${dayAndTime(moment, tz)} in ${placeOf(tz)}` : `${placeOf(tz)} time`}</span>
  </div>`;
}
