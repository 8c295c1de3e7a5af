/** The story clock: what time it is in the story, and the ways to move it. */
import { post } from "./api.js";
import { html, useState } from "./html.js";
import { IconClock, IconNext } from "./icons.js";
import { useTick } from "./rail.js";
import { current, useStore } from "./store.js";
import { clockTime, dayAndTime, placeOf, shortDay } from "./time.js";
import { trouble } from "./toasts.js";
import { refreshAll, storyNow } from "./workspace.js";

async function move(fields) {
  const answer = await post("clock", { as: current().me.id, ...fields });
  if (!answer.ok) trouble(answer.error);
  await refreshAll().catch(() => {});
}

/** The clock in the bar at the top. */
export function StoryClock() {
  const me = useStore((s) => s.me);
  const clock = useStore((s) => s.clock);
  const [busy, setBusy] = useState("");
  useTick();
  const go = (name, fields) => async () => {
    if (busy) return;
    setBusy(name);
    await move(fields);
    setBusy("");
  };
  const now = storyNow();
  const button = (name, text, fields, picture, rest = {}) => html`<button type="button" class="clock-button"
    data-testid=${`clock-${name}`} aria-busy=${busy === name} onClick=${go(name, fields)} ...${rest}>
    ${picture}<span>${text}</span>
  </button>`;
  const next = clock.next?.due
    ? `${clock.next.label ? `${clock.next.label} · ` : ""}${dayAndTime(clock.next.due, me.tz)}`
    : "No nudge is planned";
  return html`<div class="clock" role="group" aria-label="Story clock">
    <span class="clock-now" key=${Math.floor((clock.now?.getTime() || 0) / 60_000)} data-testid="clock-now">
      <${IconClock} />
      <span><strong>${shortDay(now, me.tz)}, ${clockTime(now, me.tz)}</strong> <small>in ${placeOf(me.tz)}</small></span>
    </span>
    <span class="clock-jump">
      ${button("next", "Jump to the next nudge", { to: "next" }, html`<${IconNext} />`, {
        "aria-describedby": "clock-next-what",
        "aria-disabled": !clock.next,
      })}
      <span class="clock-next" id="clock-next-what" data-testid="clock-next-what" title=${next}>${next}</span>
    </span>
    ${button("hour", "+1 hour", { advance_seconds: 3600 })} ${button("day", "+1 day", { advance_seconds: 86_400 })}
  </div>`;
}
