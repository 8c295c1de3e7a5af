/** The page's way to write markup: Preact elements from tagged templates. No markup is ever made from text. */
import { h } from "./vendor/preact.module.js";
import htm from "./vendor/htm.module.js";

/** Tagged template that makes Preact elements: html`<b>${text}</b>`. */
export const html = htm.bind(h);

export { createContext, render, Fragment } from "./vendor/preact.module.js";
export { useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from "./vendor/hooks.module.js";
