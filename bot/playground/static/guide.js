/** The story in five lines, and what one could do now. */
import { writeForMe } from "./composer.js";
import { html } from "./html.js";
import { Panel } from "./panel.js";
import { be, goTo } from "./places.js";
import { change, current, useStore } from "./store.js";
import { dayAndTime } from "./time.js";
import { appDm, playable } from "./unread.js";

const KEY = "leeway.guide";
const TASK = "Monthly cloud spend report";

const firstName = (person) => person?.name.split(" ")[0] || "";

/** Whether the guide was put away before. */
export function guideIsAway() {
  try {
    return localStorage.getItem(KEY) === "away";
  } catch {
    return false;
  }
}

/** Show the guide, or put it away and remember that. */
export function showGuide(show) {
  change({ panels: { ...current().panels, guide: show } });
  try {
    localStorage.setItem(KEY, show ? "here" : "away");
  } catch {
    // Without storage the guide opens again next time, which does no harm.
  }
}

/** Who plays which part: the first person hands over, the second one owns. */
function cast() {
  const [manager, owner] = playable(current().people);
  return { manager, owner: owner || manager };
}

async function writeCommand() {
  const { manager, owner } = cast();
  await be(manager.id);
  const { channels, place, dms, app } = current();
  if (place.kind === "home") {
    const channel = channels.find((one) => one.is_member && !one.is_archived);
    await goTo({ kind: "channel", id: channel?.id || appDm(dms, app) });
  }
  const command = current().commands[0]?.command || "/delegate";
  setTimeout(() => writeForMe(`${command} @${owner.name} ${TASK}`), 60);
}

async function openAppDm(person) {
  await be(person.id);
  const { dms, app } = current();
  await goTo({ kind: "channel", id: appDm(dms, app) });
}

function Step({ number, children, label, onGo }) {
  return html`<li class="guide-step">
    <span class="guide-number" aria-hidden="true">${number}</span>
    <div>
      <p>${children}</p>
      ${label && html`<button type="button" class="button button-small" onClick=${onGo}>${label}</button>`}
    </div>
  </li>`;
}

/** The guide, at the right while nothing else is there. */
export function GuidePanel() {
  useStore((s) => s.people);
  const command = useStore((s) => s.commands)[0]?.command || "/delegate";
  const { manager, owner } = cast();
  const [boss, holder] = [firstName(manager), firstName(owner)];
  return html`<${Panel} title="The story in five lines" testid="guide" closeLabel="Put the guide away"
    onClose=${() => showGuide(false)}>
    <div class="guide">
      <p class="guide-lead">
        Leeway helps people hand work over and keep out of the way. Play both sides here; the people at the
        left are all you.
      </p>
      <ol>
        <${Step} number="1" label="Write it for me" onGo=${writeCommand}>
          You are <strong>${boss}</strong>. In any channel, type <code>${command} @${holder} ${TASK}</code>, send it,
          and fill in the brief.
        <//>
        <${Step} number="2" label=${`Be ${holder}`} onGo=${() => openAppDm(owner)}>
          Now be <strong>${holder}</strong>: a card waits in the DM with the app. Accept it in your own words.
        <//>
        <${Step} number="3" label=${`Be ${boss}`} onGo=${() => openAppDm(manager)}>
          As <strong>${boss}</strong>, say “That is it”. From here on the card says: nothing for you to do.
        <//>
        <${Step} number="4">
          Move the clock at the top, from nudge to nudge. ${holder} answers the checkpoints, then ships it.
        <//>
        <${Step} number="5">
          The after-action opens as a thread. Write notes as each of the two; the clock closes it with one
          change and one lesson.
        <//>
      </ol>
      <button type="button" class="button" onClick=${() => showGuide(false)}>Skip the guide</button>
      <p class="quiet">It comes back with “Guide” at the top right.</p>
    </div>
  <//>`;
}

/** Whether a message here has a button that is the move itself: the one drawn as primary. */
const waitsHere = (messages) =>
  messages.some((message) =>
    message.blocks?.some((block) => block.elements?.some((element) => element.style === "primary")),
  );

function hint() {
  const { people, me, unreadPeople, unreadPlaces, place, dms, app, clock, commands, messages } = current();
  const mine = appDm(dms, app);
  if (unreadPlaces[mine] && place.id !== mine) {
    return { text: `${app.name} wrote to you.`, label: "Open it", go: () => goTo({ kind: "channel", id: mine }) };
  }
  const waiting = playable(people).find((person) => person.id !== me.id && unreadPeople[person.id]);
  if (waiting) {
    return {
      text: `${firstName(waiting)} has something new.`,
      label: `Be ${firstName(waiting)}`,
      go: () => openAppDm(waiting),
    };
  }
  if (clock.next?.due) {
    const what = clock.next.label || "The next nudge";
    return { text: `All is read. Act on a card, or jump ahead: ${what}, ${dayAndTime(clock.next.due, me.tz)}.` };
  }
  if (waitsHere(messages)) return { text: "All is read. A card here waits for your move." };
  const command = commands[0]?.command || "/delegate";
  return { text: `Hand something over: type ${command} in any channel.`, label: "Start the story", go: writeCommand };
}

/** The hint at the foot of the sidebar. */
export function WhatNow() {
  for (const field of ["people", "me", "unreadPeople", "unreadPlaces", "place", "clock", "dms", "messages"]) {
    useStore((s) => s[field]);
  }
  const { text, label, go } = hint();
  return html`<section class="what-now" aria-label="What now?" data-testid="what-now">
    <h2>What now?</h2>
    <p>${text}</p>
    ${label && html`<button type="button" class="button button-small" onClick=${go}>${label}</button>`}
  </section>`;
}
