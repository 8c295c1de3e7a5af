/** A small menu that drops from a button: arrow keys, Escape, and a click elsewhere all work. */
import { html, useEffect, useLayoutEffect, useRef, useState } from "./html.js";

/**
 * Keep a floating box beside its anchor, inside the window.
 * @param {{current: HTMLElement}} anchor
 * @param {{current: HTMLElement}} box
 * @param {boolean} open
 * @param {{align?: "left" | "right", sameWidth?: boolean}} [options]
 */
export function useFloating(anchor, box, open, { align = "left", sameWidth = false } = {}) {
  useLayoutEffect(() => {
    if (!open) return undefined;
    const place = () => {
      if (!anchor.current || !box.current) return;
      const at = anchor.current.getBoundingClientRect();
      const style = box.current.style;
      style.left = "0px"; // else its width depends on where it stood
      if (sameWidth) style.width = `${at.width}px`;
      const { offsetHeight: height, offsetWidth: width } = box.current;
      const below = at.bottom + 4 + height <= innerHeight - 8 || at.top - 4 - height < 8;
      const left = align === "right" ? at.right - width : at.left;
      style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
      style.top = `${Math.max(8, below ? Math.min(at.bottom + 4, innerHeight - height - 8) : at.top - 4 - height)}px`;
    };
    place();
    addEventListener("resize", place);
    addEventListener("scroll", place, true);
    return () => {
      removeEventListener("resize", place);
      removeEventListener("scroll", place, true);
    };
  });
}

/**
 * Call `leave` on a press outside the boxes.
 * @param {{current: HTMLElement}[]} boxes
 */
export function useOutside(boxes, open, leave) {
  useEffect(() => {
    if (!open) return undefined;
    const onPress = (event) => {
      if (!boxes.some((box) => box.current?.contains(event.target))) leave();
    };
    document.addEventListener("pointerdown", onPress, true);
    return () => document.removeEventListener("pointerdown", onPress, true);
  });
}

/**
 * A button with a menu.
 * @param {{label: string, icon: any, items: {key: string, text: any, description?: string, href?: string,
 *   onChoose: () => void}[], class?: string, align?: "left" | "right", testid?: string}} props
 */
export function MenuButton({ label, icon, items, class: extra = "", align = "right", testid, heading }) {
  const [open, setOpen] = useState(false);
  const button = useRef(null);
  const box = useRef(null);
  useFloating(button, box, open, { align });
  useOutside([button, box], open, () => setOpen(false));
  useEffect(() => {
    if (open) box.current?.querySelector("[role=menuitem]")?.focus();
  }, [open]);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKey = (event) => {
    if (event.key === "Tab") setOpen(false);
    if (!["ArrowDown", "ArrowUp", "Home", "End", "Escape"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return close();
    const all = [...box.current.querySelectorAll("[role=menuitem]")];
    const at = all.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    all[(next + all.length) % all.length].focus();
  };
  const choose = (item) => {
    close();
    item.onChoose();
  };
  return html`<span class="menu-anchor">
    <button type="button" ref=${button} class=${`icon-button ${extra}`} aria-label=${label} title=${label}
      aria-haspopup="menu" aria-expanded=${open} data-testid=${testid} onClick=${() => setOpen(!open)}>
      <${icon} />
    </button>
    ${
      open &&
      html`<div class="floating menu" role="menu" aria-label=${label} ref=${box} onKeyDown=${onKey}>
      ${heading && html`<div class="menu-heading">${heading}</div>`}
      ${items.map(
        (
          item,
        ) => html`<button type="button" role="menuitem" key=${item.key} class="menu-item" onClick=${() => choose(item)}>
          <span>${item.text}</span>
          ${item.description && html`<small>${item.description}</small>`}
        </button>`,
      )}
    </div>`
    }
  </span>`;
}
