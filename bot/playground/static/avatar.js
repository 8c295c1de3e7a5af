/** People's pictures: initials on their colour, with ink that can be read on it. */
import { html } from "./html.js";
import { current } from "./store.js";

const OWN_COLOURS = ["#2f6f8f", "#8a4b2d", "#5b5aa6", "#2f7a4f", "#96405f", "#6b6122", "#3d6a6f", "#7a4a86"];

function colourOf(person) {
  const given = (person.color || "").replace("#", "");
  if (/^[\da-f]{6}$/i.test(given)) return `#${given}`;
  const sum = [...person.id].reduce((total, letter) => total + letter.codePointAt(0), 0);
  return OWN_COLOURS[sum % OWN_COLOURS.length];
}

function isLight(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18;
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
 * @param {{person: {id: string, name: string, color?: string, is_bot?: boolean}, size?: "small" | "middle" | "large"}} props
 */
export function Avatar({ person, size = "middle" }) {
  if (person.id && person.id === current().app.bot_user_id) {
    return html`<span class=${`avatar avatar-${size} avatar-own`} aria-hidden="true"></span>`;
  }
  const colour = colourOf(person);
  const style = { backgroundColor: colour, color: isLight(colour) ? "#10201d" : "#ffffff" };
  return html`<span class=${`avatar avatar-${size}`} style=${style} aria-hidden="true">
    ${initials(person.name || "?")}
  </span>`;
}
