/** The page of the stand-in workspace: begins, and puts its parts together. Start reading here. */
import { CallsPanel } from "./calls.js";
import { StoryClock } from "./clock.js";
import { ConfirmDialog } from "./confirm.js";
import { GuidePanel, guideIsAway, showGuide } from "./guide.js";
import { html, render, useEffect } from "./html.js";
import { IconCalls, IconHelp } from "./icons.js";
import { Modals } from "./modal.js";
import { Place } from "./place.js";
import { begin } from "./places.js";
import { PeopleRail } from "./rail.js";
import { Sidebar } from "./sidebar.js";
import { change, current, useStore } from "./store.js";
import { ThreadPanel } from "./thread.js";
import { Toasts } from "./toasts.js";

const showCalls = (show) => change({ panels: { ...current().panels, calls: show } });

function TopBar() {
  const panels = useStore((s) => s.panels);
  const connected = useStore((s) => s.connected);
  const toggle = (
    text,
    icon,
    isOn,
    onClick,
    testid,
  ) => html`<button type="button" class="top-button" aria-pressed=${isOn}
    data-testid=${testid} onClick=${onClick}><${icon} /><span>${text}</span></button>`;
  return html`<header class="top">
    <span class="brand"><span class="brand-mark" aria-hidden="true"></span><span><strong>Leeway</strong>
      <small>A stand-in workspace on this machine</small></span></span>
    <${StoryClock} />
    <span class="top-end">
      ${!connected && html`<span class="offline" role="status">Reconnecting</span>`}
      ${toggle("Guide", IconHelp, panels.guide, () => showGuide(!panels.guide), "guide-toggle")}
      ${toggle("Web API calls", IconCalls, panels.calls, () => showCalls(!panels.calls), "calls-toggle")}
    </span>
  </header>`;
}

function RightSide() {
  const thread = useStore((s) => s.thread);
  const panels = useStore((s) => s.panels);
  const guide = panels.guide && !thread && !panels.calls;
  if (!thread && !panels.calls && !guide) return null;
  return html`<div class="right">
    ${thread && html`<${ThreadPanel} key=${thread.ts} />`}
    ${panels.calls && html`<${CallsPanel} onClose=${() => showCalls(false)} />`} ${guide && html`<${GuidePanel} />`}
  </div>`;
}

function App() {
  const ready = useStore((s) => s.ready);
  const failure = useStore((s) => s.failure);
  const views = useStore((s) => s.views);
  const question = useStore((s) => s.question);
  const covered = views.length > 0 || Boolean(question);
  useEffect(() => {
    begin().catch((trouble) => change({ failure: trouble.message || "The workspace did not answer." }));
  }, []);
  if (failure && !ready) {
    return html`<div class="curtain" role="alert">
      <p>${failure}</p>
      <button type="button" class="button button-primary" onClick=${() => location.reload()}>Try again</button>
    </div>`;
  }
  if (!ready) return html`<div class="curtain" role="status"><p>Opening the workspace</p></div>`;
  return html`<div class="page" inert=${covered}>
      <${TopBar} />
      <${PeopleRail} />
      <${Sidebar} />
      <${Place} />
      <${RightSide} />
    </div>
    <${Modals} />
    <${ConfirmDialog} />
    <${Toasts} />`;
}

change({ panels: { calls: false, guide: !guideIsAway() } });
render(html`<${App} />`, document.getElementById("root"));
