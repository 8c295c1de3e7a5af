/** Keeping the keyboard inside a dialog, and giving it back afterwards. */
import { useLayoutEffect } from "./html.js";

const REACHABLE =
  "a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select:not(:disabled), [tabindex='0']";

const reachable = (box) =>
  [...box.querySelectorAll(REACHABLE)].filter((one) => one.offsetParent !== null || one === document.activeElement);

/** Put the keyboard on the first field of a box, else on its first button, else on the box itself. */
export function focusFirst(box) {
  const all = reachable(box);
  const wanted = box.querySelector("[data-focus-on-load]");
  const field = all.find((one) => /^(INPUT|TEXTAREA|SELECT)$/.test(one.tagName));
  (wanted || field || all.find((one) => !one.hasAttribute("data-dismiss")) || box).focus({ preventScroll: false });
}

const open = [];

/** Keep Tab and Shift+Tab inside the box while it is open, and give the keyboard back when it closes. */
export function useFocusTrap(box, isOpen) {
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    open.push(box);
    const before = document.activeElement;
    const onKey = (event) => {
      if (event.key !== "Tab" || !box.current || open.at(-1) !== box) return;
      const all = reachable(box.current);
      const edge = event.shiftKey ? all[0] : all.at(-1);
      const inside = box.current.contains(document.activeElement);
      if (!all.length || (inside && document.activeElement !== edge)) return;
      event.preventDefault();
      (event.shiftKey ? all.at(-1) : all[0]).focus();
    };
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("keydown", onKey);
      open.splice(open.indexOf(box), 1);
      if (open.length) return;
      if (before?.isConnected && before !== document.body) before.focus();
      else document.querySelector("[data-composer]")?.focus();
    };
  }, [isOpen]);
}
