/** The panel of everything that passed between the workspace and the app. */
import { html, useEffect, useLayoutEffect, useRef, useState } from "./html.js";
import { Panel } from "./panel.js";
import { useStore } from "./store.js";
import { refreshCalls } from "./workspace.js";

const SHOWN = 200;

function wholeWords(call) {
  return typeof call.summary === "string" ? call.summary : JSON.stringify(call.summary, null, 2);
}

function Call({ call }) {
  const [open, setOpen] = useState(false);
  const toApp = call.direction === "out";
  const at = new Date(call.at);
  const time = Number.isNaN(at.getTime()) ? "" : at.toLocaleTimeString("en-GB");
  const summary = wholeWords(call) || "";
  return html`<li class=${call.ok ? "call" : "call call-failed"}>
    <button type="button" class="call-line" aria-expanded=${open} onClick=${() => setOpen(!open)}>
      <span class="call-way" title=${toApp ? "Delivered to the app" : "Called by the app"}>
        <span aria-hidden="true">${toApp ? "→" : "←"}</span>
        <span class="unseen">${toApp ? "to the app" : "from the app"}</span>
      </span>
      <span class="call-method">${call.method}</span>
      <span class="call-result">${call.ok ? "ok" : call.error || "error"}</span>
      <span class="call-ms">${Math.round(call.ms)} ms</span>
    </button>
    ${
      open &&
      html`<div class="call-more">
      <div class="quiet">Number ${call.n} · ${time}</div>
      <pre>${summary || "Nothing more to show."}</pre>
    </div>`
    }
  </li>`;
}

/** The panel, at the right. */
export function CallsPanel({ onClose }) {
  const calls = useStore((s) => s.calls);
  const [only, setOnly] = useState("all");
  const list = useRef(null);
  const atEnd = useRef(true);
  useEffect(() => {
    refreshCalls().catch(() => {});
  }, []);
  const shown = calls.filter((call) => only === "all" || (only === "failed" ? !call.ok : call.direction === only));
  useLayoutEffect(() => {
    if (atEnd.current) list.current.scrollTop = list.current.scrollHeight;
  }, [shown.length]);
  const onScroll = ({ target }) => {
    atEnd.current = target.scrollHeight - target.scrollTop - target.clientHeight < 40;
  };
  const filter = (value, text) => html`<button type="button" class="chip" aria-pressed=${only === value}
    onClick=${() => setOnly(value)}>${text}</button>`;
  return html`<${Panel} title="Web API calls" testid="calls-panel" closeLabel="Hide the calls" onClose=${onClose}>
    <div class="chips" role="group" aria-label="Which calls">
      ${filter("all", "All")} ${filter("in", "← From the app")} ${filter("out", "→ To the app")}
      ${filter("failed", "Failed")}
    </div>
    <ul class="calls" ref=${list} onScroll=${onScroll} role="log" aria-label="Calls, newest last" tabindex="0">
      ${!shown.length && html`<li class="quiet calls-none">Nothing yet. Do something, and see what the app says.</li>`}
      ${shown.slice(-SHOWN).map((call) => html`<${Call} key=${call.n} call=${call} />`)}
    </ul>
  <//>`;
}
