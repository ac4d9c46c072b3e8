// How the page's parts are written: htm over Preact, and the icons of the window.
import {h} from "preact";
import htm from "htm";
import {colourOf} from "./colours.js";
import {initialsOf} from "./text.js";

export const html = htm.bind(h);

const RING = "M10 2.75a7.25 7.25 0 1 0 0 14.5 7.25 7.25 0 0 0 0-14.5";
const LOCK = "M6.5 9h7a2.25 2.25 0 0 1 2.25 2.25v3.25a2.25 2.25 0 0 1-2.25 2.25h-7a2.25 2.25 0 0 1-2.25-2.25v-3.25A2.25 2.25 0 0 1 6.5 9";
const SMILE = "M6.9 11.75a3.6 3.6 0 0 0 6.2 0M7.5 7.75v.5";

const ICONS = {
  attach: "m16.5 9.4-6.35 6.35a4.1 4.1 0 0 1-5.8-5.8l6.4-6.4a2.75 2.75 0 0 1 3.9 3.9l-6.35 6.35a1.4 1.4 0 0 1-2-2l5.7-5.7",
  emoji: `${RING}${SMILE}M12.5 7.75v.5`,
  send: "M4.1 10 3.05 4.3a.85.85 0 0 1 1.2-.92l12.3 5.86a.85.85 0 0 1 0 1.52L4.25 16.62a.85.85 0 0 1-1.2-.92L4.1 10ZM4.1 10h5.4",
  people: "M7.5 3.75a3 3 0 1 0 0 6 3 3 0 0 0 0-6M2.25 16.5c0-2.9 2.3-4.75 5.25-4.75s5.25 1.85 5.25 4.75M12.75 4a3 3 0 0 1 0 5.5M14.75 12.15c1.85.65 3 2.25 3 4.35",
  reply: "M7.5 4.75 3.25 9l4.25 4.25M3.25 9h7.5a6 6 0 0 1 6 6v.75",
  react: `M17.1 10.9A7.15 7.15 0 1 1 10.6 3${SMILE}M12 7.75v.5M15.75 2.25v5M13.25 4.75h5`,
  more: "M4.5 9.9v.2M10 9.9v.2M15.5 9.9v.2",
  close: "m5 5 10 10M15 5 5 15",
  leave: "M9.5 3.25H5.75a2.5 2.5 0 0 0-2.5 2.5v8.5a2.5 2.5 0 0 0 2.5 2.5H9.5M8 10h9M13.75 6.5 17.25 10l-3.5 3.5",
  clock: `${RING}M10 5.75V10l2.75 2`,
  error: `${RING}M10 6.25v4.25M10 13.5v.2`,
  unlock: `${LOCK}M6.75 9V6.25a3.25 3.25 0 0 1 6.3-1.1`,
  lock: `${LOCK}M6.75 9V6.25a3.25 3.25 0 0 1 6.5 0V9`,
  offline: "M2.5 8.4a11 11 0 0 1 3.1-2.15M9 5.1a11 11 0 0 1 8.5 3.3M6 12.2a6 6 0 0 1 3.2-1.75M13.1 11.4q.5.35.9.8M10 15.6v.3M3.5 3l13 14",
  host: "M4.75 16.75V8.5a5.25 5.25 0 0 1 10.5 0v8.25M2.75 16.75h14.5M11.75 11.75v1.5",
  moderator: "M10 2.75 4 5v4.6c0 3.6 2.5 6.3 6 7.65 3.5-1.35 6-4.05 6-7.65V5l-6-2.25ZM7.4 9.9l1.9 1.85 3.4-3.6",
  room: "M10 3.5c4 0 7 2.7 7 6.1s-3 6.1-7 6.1c-.9 0-1.7-.1-2.5-.4L3.5 16.7l.9-3.1C3.5 12.5 3 11.1 3 9.6 3 6.2 6 3.5 10 3.5Z",
  next: "m7.75 4.75 5 5.25-5 5.25",
  up: "m4.75 12.25 5.25-5 5.25 5",
  down: "M10 3.5v12M5 10.5l5 5 5-5",
  file: "M5.75 2.75h5.5l4 4v8.5a2 2 0 0 1-2 2h-7.5a2 2 0 0 1-2-2v-10.5a2 2 0 0 1 2-2M11 3v4h4",
};

export const hasTouch = () => matchMedia("(pointer: coarse)").matches;

export function Icon({name, size = 20}) {
  return html`<svg class="icon" width=${size} height=${size} viewBox="0 0 20 20" aria-hidden="true"><path d=${ICONS[name]} /></svg>`;
}

// What a page says that was not opened by TLS, and not on the hub's own computer.
export const NOT_ENCRYPTED = "Not encrypted: others on this network could read along.";

// A button with an icon alone; `label` is what it does.
export function IconButton({icon, label, size = 20, ...rest}) {
  return html`<button type="button" class="icon-button" title=${label} aria-label=${label} ...${rest}><${Icon} name=${icon} size=${size} /></button>`;
}

// Somebody's avatar. `name`: on screen; `by`: the account or nickname that has a colour, `colour` a chosen one.
export function Drop({name, by = name, colour = "", size = "", away = false}) {
  const letters = size === "tiny" ? initialsOf(name)[0] : initialsOf(name);
  return html`<span class=${`drop c${colourOf(by, colour)} ${size} ${away ? "away" : ""}`} aria-hidden="true">${letters}</span>`;
}
