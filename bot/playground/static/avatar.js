/** People's pictures: white initials on their colour. */
import { html } from "./html.js";
import { current } from "./store.js";

const OWN_COLOURS = ["#2f6f8f", "#8a4b2d", "#5b5aa6", "#2f7a4f", "#96405f", "#6b6122", "#3d6a6f", "#7a4a86"];

function colourOf(person) {
  const given = (person.color || "").replace("#", "");
  if (/^[\da-f]{6}$/i.test(given)) return `#${given}`;
  const sum = [...person.id].reduce((total, letter) => total + letter.codePointAt(0), 0);
  return OWN_COLOURS[sum % OWN_COLOURS.length];
}

const channels = (colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

function luminance(rgb) {
  const [red, green, blue] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The colour, as dark as it must be for white letters to be read on it (WCAG AA, 4.5 to 1). */
function readable(colour) {
  let rgb = channels(colour);
  while (1.05 / (luminance(rgb) + 0.05) < 4.5) rgb = rgb.map((value) => Math.floor(value * 0.95));
  return `rgb(${rgb.join(" ")})`;
}

/** "MA" for "Maya Alves". */
const initials = (name) =>
  name
    .split(/[\s._-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0].toUpperCase())
    .join("");

/**
 * @param {{person: {id: string, name: string, color?: string}, size?: "small" | "middle" | "large"}} props
 */
export function Avatar({ person, size = "middle" }) {
  if (person.id && person.id === current().app.bot_user_id) {
    return html`<span class=${`avatar avatar-${size} avatar-own`} aria-hidden="true"></span>`;
  }
  const style = { backgroundColor: readable(colourOf(person)) };
  return html`<span class=${`avatar avatar-${size}`} style=${style} aria-hidden="true">
    ${initials(person.name || "?")}
  </span>`;
}
