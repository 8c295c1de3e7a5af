/** The page's few icons, drawn by hand, hidden from screen readers: the button around them has the name. */
import { html } from "./html.js";

const icon = (paths) => () =>
  html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">${paths()}</svg>`;

export const IconClose = icon(() => html`<path d="M5 5l10 10M15 5L5 15" />`);
export const IconBack = icon(() => html`<path d="M12 4l-6 6 6 6" />`);
export const IconHome = icon(() => html`<path d="M3.5 9.5L10 4l6.5 5.5M5.5 8.5V16h9V8.5" />`);
export const IconLock = icon(() => html`<path d="M6.5 9V6.8a3.5 3.5 0 017 0V9M5 9h10v7H5z" />`);
export const IconHash = icon(() => html`<path d="M8 3.5L6.5 16.5M13.5 3.5L12 16.5M4 7.5h13M3 12.5h13" />`);
export const IconArchive = icon(() => html`<path d="M3.5 4h13v3.5h-13zM5 7.5V16h10V7.5M8.5 10.5h3" />`);
export const IconShared = icon(() => html`<path d="M4 8h8M9 5l3 3-3 3M16 12H8M11 9l-3 3 3 3" />`);
export const IconSend = icon(() => html`<path d="M3.5 10l13-6-4.5 13-2.5-5z" />`);
export const IconPlus = icon(() => html`<path d="M10 4v12M4 10h12" />`);
export const IconClock = icon(() => html`<circle cx="10" cy="10" r="6.5" /><path d="M10 6.2V10l2.6 1.8" />`);
export const IconNext = icon(() => html`<path d="M4 5l6 5-6 5zM10 5l6 5-6 5z" />`);
export const IconReply = icon(() => html`<path d="M3.5 4.5h13v9h-7L6 16.5v-3H3.5z" />`);
export const IconMore = icon(
  () => html`<g class="icon-dots"><circle cx="10" cy="4.5" r="1.4" /><circle cx="10" cy="10" r="1.4" />
    <circle cx="10" cy="15.5" r="1.4" /></g>`,
);
export const IconEye = icon(
  () => html`<path d="M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5z" /><circle cx="10" cy="10" r="2" />`,
);
export const IconChevron = icon(() => html`<path d="M5.5 8l4.5 4.5L14.5 8" />`);
export const IconCalls = icon(() => html`<path d="M6.5 16V5M3.5 8l3-3 3 3M13.5 4v11M10.5 12l3 3 3-3" />`);
export const IconHelp = icon(
  () => html`<circle cx="10" cy="10" r="6.5" /><path d="M8 8a2 2 0 114 0c0 1.4-2 1.6-2 3M10 13.4v.2" />`,
);
