// The page: the way in, the room, and what opens above it.
import {render} from "preact";
import {useState} from "preact/hooks";
import {Composer} from "./composer.js";
import {copied, KeepName, Menu, Question, Viewer} from "./dialogs.js";
import {catchUp} from "./history.js";
import {html, Icon, IconButton, NOT_ENCRYPTED} from "./html.js";
import {JoinCard} from "./join.js";
import {broughtName, keepName, readKept} from "./kept_name.js";
import {Messages} from "./messages.js";
import {linkToHubbub} from "./opening.js";
import {People, Rooms} from "./panels.js";
import {Session} from "./session.js";
import {redact} from "./talk.js";
import {fold} from "./wire.js";

const frame = document.getElementById("hubbub");
const site = {...frame.dataset};  // room, channel, link, socket, fingerprint, secure ("local": on the hub's computer), password, chat
const WIDE = 1000;

function Header({place, session, panel, setPanel, ask, close}) {
  const people = place.isChannel ? place.people.size : 0;
  const toggle = (which) => setPanel(panel === which ? "" : which);
  const act = (what) => () => { setPanel(""); what(); };
  return html`<header>
    <div class="title"><h1 dir="auto">${session.title(place)}</h1>${place.topic && html`<p dir="auto" title=${place.topic}>${place.topic}</p>`}</div>
    ${site.secure !== "local" && html`<span class="secure" title=${site.secure ? "Encrypted" : NOT_ENCRYPTED}><${Icon} name=${site.secure ? "lock" : "unlock"} size="16" />
      <span>${site.secure ? "Encrypted" : "Not encrypted"}</span></span>`}
    ${people > 0 && html`<button class="icon-button count" aria-expanded=${panel === "people"} aria-label=${`People: ${people}`} title="People"
      onClick=${() => toggle("people")}><${Icon} name="people" /> ${people}</button>`}
    <${IconButton} icon="more" label="Menu" aria-haspopup="menu" aria-expanded=${panel === "menu"} onClick=${() => toggle("menu")} />
    ${panel === "menu" && html`<${Menu} label="Menu" close=${() => setPanel("")}>
      <a role="menuitem" href=${linkToHubbub()} onClick=${() => setPanel("")}>Open in Hubbub</a>
      <button role="menuitem" onClick=${act(() => ask({kind: "keep"}))}>Keep my name on another device</button>
      ${!site.secure && html`<a role="menuitem" href=${`https://${location.host}/`}>Encrypted page…</a>`}
      ${!place.isChannel && html`<button role="menuitem" onClick=${act(close)}>Close this talk</button>`}
      <button role="menuitem" class="danger" onClick=${act(() => ask({kind: "question", text: `Leave ${site.room}?`, yes: "Leave", act: () => session.leave()}))}>Leave…</button>
    </${Menu}>`}</header>`;
}

// What is true of the connection, and the last sentence of hub or page.
function States({session}) {
  const [isKnown, know] = useState(false);
  return html`<div class="states">
    ${!site.secure && !isKnown && html`<p class="state"><${Icon} name="unlock" size="16" /><span>${NOT_ENCRYPTED}</span>
      <${IconButton} icon="close" size="16" label="Close" onClick=${() => know(true)} /></p>`}
    <div role="status">${session.phase === "lost" && html`<p class="state lost"><${Icon} name="offline" size="16" /><span>${
      session.farewell ? `${session.farewell}. ` : ""}Connection lost. Reconnecting… What you write goes out when you are back.</span>
      <button class="link" onClick=${() => session.wake()}>Try again</button></p>`}
    ${session.notice && html`<p class="state"><span dir="auto">${session.notice}</span>
      <${IconButton} icon="close" size="16" label="Close" onClick=${() => session.tell("")} /></p>`}</div></div>`;
}

function Chat({session}) {
  const place = session.current;
  const [target, aim] = useState({}), [panel, setPanel] = useState(innerWidth >= WIDE ? "people" : ""), [sheet, ask] = useState(null);
  const show = (each) => {
    aim({});
    if (innerWidth < WIDE || panel === "menu") setPanel("");
    session.show(each);
    if (!each.isChannel && !each.lines.length && !each.isLoading) catchUp(session, each);
  };
  const close = () => {
    session.conversations.delete(fold(place.name));
    show(session.conversation(session.roomName, true));
  };
  const on = {
    reply: (line) => aim({reply: line}),
    edit: (line) => aim({edit: line}),
    copy: (text) => session.tell(copied(text)),
    remove: (line) => ask({kind: "question", text: "Delete this message for everybody?", yes: "Delete", act: () => redact(session, place, line)}),
    view: (file) => ask({kind: "picture", file}),
    go: (line) => {
      const row = document.getElementById(`m${line.key}`);
      row?.scrollIntoView({block: "center"});
      row?.focus({preventScroll: true});
    },
  };
  const closeSheet = () => ask(null);
  return html`<div class="chat"><${Rooms} session=${session} show=${show} />
    <div class="sheet"><${Header} ...${{place, session, panel, setPanel, ask, close}} />
      <${States} session=${session} />
      <${Messages} place=${place} session=${session} on=${on} />
      <${Composer} place=${place} session=${session} target=${target} clear=${() => aim({})} edit=${on.edit} /></div>
    ${panel === "people" && place.isChannel && html`<${People} place=${place} session=${session} close=${() => setPanel("")}
      talk=${(nick) => show(session.conversation(nick, false))} />`}
    ${sheet?.kind === "picture" && html`<${Viewer} file=${sheet.file} close=${closeSheet} />`}
    ${sheet?.kind === "question" && html`<${Question} ...${sheet} close=${closeSheet} />`}
    ${sheet?.kind === "keep" && html`<${KeepName} site=${site} close=${closeSheet} />`}</div>`;
}

let isDue = false, keeps = true, wasInside = false;
const brought = broughtName();
const session = new Session(site, () => {
  if (isDue) return;
  isDue = true;
  // a page in the background is given no frames, and its title counts all the same
  if (document.hidden) setTimeout(draw, 50);
  else requestAnimationFrame(draw);
}, (kept) => { if (keeps) keepName(site, kept); });

function draw() {
  isDue = false;
  const isInside = session.hasBeenIn && session.current !== null && session.phase !== "ended";
  if (document.body.classList.toggle("inside", isInside) !== wasInside) fit();
  wasInside = isInside;
  const unread = [...session.conversations.values()].reduce((sum, each) => sum + each.unread, 0);
  document.title = `${isInside && unread ? `(${unread}) ` : ""}${site.room} · Hubbub`;
  const known = brought ?? readKept(site);
  render(isInside ? html`<${Chat} session=${session} />` : html`<${JoinCard} ...${{session, site, known, start}} />`, frame);
}

function start(name, options) {
  const known = brought ?? readKept(site);
  keeps = options.keeps;
  if (!keeps) keepName(site, null);
  session.start(name, {...options, kept: known?.name === name ? known : null});
}

document.addEventListener("visibilitychange", () => {
  const place = session.current;
  if (document.hidden) {
    if (place && !place.isReadBack) place.newFrom = null;  // all of it was seen
    return;
  }
  session.wake();
  if (place && !place.isReadBack) session.seen(place);
  session.changed();
});
// Some keyboards of phones lie above the page and make only what is seen of it smaller.
function fit() {
  const isInside = document.body.classList.contains("inside"), {height = 0, scale = 1} = window.visualViewport ?? {};
  document.body.style.height = isInside && height && scale === 1 ? `${height}px` : "";
  if (isInside && scale === 1) scrollTo(0, 0);
}

window.visualViewport?.addEventListener("resize", fit);
addEventListener("online", () => session.wake());
addEventListener("pageshow", (event) => { if (event.persisted) session.wake(); });
addEventListener("pagehide", () => session.connection.socket?.close());
if (site.chat) draw();
