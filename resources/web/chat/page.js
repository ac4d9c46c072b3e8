// The page: the way in, the room, and what is asked in between.
import {render} from "preact";
import {useEffect, useRef, useState} from "preact/hooks";
import "./opening.js";
import {html, Icon, IconButton} from "./html.js";
import {Composer} from "./composer.js";
import {Drop, Messages} from "./messages.js";
import {Session, nickOf} from "./session.js";
import {roleOf, shownName} from "./room.js";
import {colourOf} from "./text.js";
import {isPicture, pathOf} from "./files.js";
import {fold} from "./wire.js";

const frame = document.getElementById("hubbub");
const site = {...frame.dataset};  // room, channel, link, socket, fingerprint, secure, password, chat
const KEPT = `hubbub:${site.fingerprint || site.channel}`;

const PROBLEMS = {
  password: "That is not the room’s password. Ask the host for it.",
  banned: "You are banned from this room.",
  name: "That name is taken here. Choose another one.",
  locked: "The room is locked: nobody new gets in. Ask the host.",
  full: "The room is full. Try again later.",
  removed: "You were removed from the room.",
};

function readKept() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    return kept && typeof kept.account === "string" && typeof kept.clientKey === "string" ? kept : null;
  } catch {
    return null;
  }
}

function keep(value) {
  try {
    if (value) localStorage.setItem(KEPT, JSON.stringify(value));
    else localStorage.removeItem(KEPT);
  } catch {
    // a browser that keeps nothing for pages
  }
}

function JoinCard({session, start}) {
  const kept = readKept();
  const [name, setName] = useState(kept?.nick ?? session.wanted ?? "");
  const [password, setPassword] = useState("");
  const [keeps, setKeeps] = useState(true);
  const field = useRef();
  const isBusy = session.phase === "connecting";
  const problem = session.problem && (PROBLEMS[session.problem.kind] ?? session.problem.text);
  useEffect(() => { field.current?.focus(); }, [problem]);
  if (site.password === "refused") return html`<${EncryptedOnly} />`;
  const go = (event) => {
    event.preventDefault();
    if (name.trim() && !isBusy) start(name.trim(), {password, keeps, kept: kept?.nick === name.trim() ? kept : null});
  };
  return html`<section><form onSubmit=${go}><h2>Join here</h2>
    <label>Your name<input ref=${field} value=${name} maxlength="40" autocomplete="nickname" enterkeyhint="go" required onInput=${(event) => setName(event.target.value)} /></label>
    ${site.password === "asked" && html`<label>Password of the room<input type="password" value=${password} autocomplete="current-password" onInput=${(event) => setPassword(event.target.value)} /></label>`}
    ${problem && html`<p class="problem" role="alert">${problem}</p>`}
    <label class="check"><input type="checkbox" checked=${keeps} onChange=${(event) => setKeeps(event.target.checked)} /> Keep my name on this device</label>
    <p class="act"><button class="primary" disabled=${isBusy}>${isBusy ? "Joining…" : "Join"}</button></p>
    <${Encryption} /></form></section>`;
}

// A room with a password, opened by http: whoever reads along would have the password.
function EncryptedOnly() {
  return html`<section><h2>Join here</h2><p>This room has a password, so it is joined over an encrypted connection only.</p>
    <p class="act"><a class="primary" href=${`https://${location.host}/${location.hash}`}>Open the encrypted page</a></p>
    <p>Your browser will warn you first, as the room’s certificate was made by the host’s own computer: choose <b>Advanced</b> and go on.</p></section>`;
}

function Encryption() {
  const [isOpen, open] = useState(false);
  if (site.secure) return html`<p class="hint"><${Icon} name="lock" size="16" /> Encrypted</p>`;
  const there = `https://${location.host}/${location.hash}`;
  return html`<div class="hint"><${Icon} name="unlock" size="16" /> Not encrypted: others on this network could read along.
    <button type="button" class="link" aria-expanded=${isOpen} onClick=${() => open(!isOpen)}>Encrypted…</button>
    ${isOpen && html`<p>The room’s certificate was made by the host’s own computer, so your browser will warn you before it shows the
      page. That is expected: choose <b>Advanced</b> and go on. To be sure of the host, compare the certificate’s SHA-256 with what the host sees.</p>
      <p><a href=${there}>Open the encrypted page</a></p>`}</div>`;
}

function People({place, session, on, close}) {
  const everybody = [...place.people.values()].sort((a, b) => shownName(a, a.nick).localeCompare(shownName(b, b.nick)));
  const groups = [["Host", "host"], ["Moderators", "moderator"], ["Members", ""]].map(([title, role]) =>
    [title, everybody.filter((each) => (roleOf(each) === "voice" ? "" : roleOf(each)) === role)]);
  return html`<aside class="people" aria-label="People"><header><h2>People</h2><${IconButton} icon="close" label="Close" onClick=${close} /></header>
    ${groups.map(([title, people]) => people.length > 0 && html`<h3 key=${title}>${title}${people.length > 1 && ` ${people.length}`}</h3>
      <ul>${people.map((each) => html`<li key=${each.nick}><button onClick=${() => on.talk(each.nick)} disabled=${session.isOwn(each.nick)}>
        <${Drop} name=${shownName(each, each.nick)} by=${each.account || each.nick} colour=${each.color} away=${each.away} size="small" />
        <span class="who" dir="auto">${shownName(each, each.nick)}</span>
        <small>${[session.isOwn(each.nick) && "you", each.away && "away"].filter(Boolean).join(", ")}</small>
        ${title !== "Members" && html`<${Icon} name=${title === "Host" ? "host" : "moderator"} size="16" />`}</button></li>`)}</ul>`)}</aside>`;
}

// The rooms and private talks of this page; there is a list as soon as there is more than one.
function Rooms({session, on}) {
  const places = [...session.conversations.values()].filter((each) => each.isChannel ? each.wasInside : each.lines.length || each === session.current);
  if (places.length < 2) return null;
  return html`<nav class="rooms" aria-label="Rooms">${places.map((each) => html`<button key=${each.name} aria-current=${each === session.current} onClick=${() => on.show(each)}>
    ${each.isChannel ? html`<${Icon} name="room" size="16" />` : html`<${Drop} name=${each.name} size="tiny" />`}
    <span dir="auto">${titleOf(each, session)}</span>${each.unread > 0 && html`<b class=${each.mentions ? "badge mention" : "badge"}>${each.unread}</b>`}</button>`)}</nav>`;
}

function titleOf(place, session) {
  if (!place.isChannel) return shownName(session.profiles.get(fold(place.name)), place.name);
  return place.title || (fold(place.name) === fold(site.channel) ? site.room : place.name);
}

function Viewer({file, close}) {
  const box = useRef();
  useEffect(() => { box.current.showModal(); }, []);
  return html`<dialog ref=${box} class="viewer" aria-label=${file.name} onClose=${close} onClick=${(event) => event.target === box.current && close()}>
    <img src=${pathOf(file.id, file.name)} alt=${file.name} />
    <p><span dir="auto">${file.name}</span> <a href=${pathOf(file.id, file.name)} download=${file.name}>Save</a> <button class="link" onClick=${close}>Close</button></p></dialog>`;
}

// A question with a harmless answer, which has the focus.
function Question({text, yes, act, close}) {
  const box = useRef();
  useEffect(() => { box.current.showModal(); }, []);
  return html`<dialog ref=${box} class="question" onClose=${close}><p>${text}</p><p class="act">
    <button autofocus onClick=${close}>Cancel</button> <button class="danger" onClick=${() => { close(); act(); }}>${yes}</button></p></dialog>`;
}

function KeepName({session, close}) {
  const box = useRef(), kept = readKept();
  const link = `${location.origin}/#name=${encodeURIComponent(kept?.account ?? "")}&key=${kept?.secret ?? ""}`;
  useEffect(() => { box.current.showModal(); }, []);
  return html`<dialog ref=${box} class="question" onClose=${close}><h2>Keep my name on another device</h2>
    ${kept ? html`<p>Open this link there, in a browser on the same network. Whoever has it can be you here: show it to nobody else.</p><code>${link}</code>`
      : html`<p>You are a guest here without a kept name. Leave, and choose <b>Keep my name on this device</b> when you join.</p>`}
    <p class="act">${kept && html`<button onClick=${() => copy(link, session)}>Copy</button>`} <button class="primary" autofocus onClick=${close}>Close</button></p></dialog>`;
}

// A page that came over http may use the clipboard only like this.
function copy(text, session) {
  const box = document.createElement("textarea");
  box.value = text;
  document.body.append(box);
  box.select();
  session.notice = document.execCommand("copy") ? "Copied" : "This browser does not let pages copy.";
  box.remove();
  session.changed();
}

function Chat({session}) {
  const [target, aim] = useState({});
  const [panel, setPanel] = useState("");
  const [sheet, setSheet] = useState(null);
  const place = session.current;
  const show = (each) => { place.newFrom = null; aim({}); session.show(each); setPanel(""); };
  const on = {
    show,
    reply: (line) => aim({reply: line}),
    edit: (line) => aim({edit: line}),
    copy: (text) => copy(text, session),
    remove: (line) => setSheet({kind: "question", text: "Delete this message for everybody?", yes: "Delete", act: () => session.redact(place, line)}),
    view: (file) => setSheet({kind: "picture", file}),
    talk: (nick) => show(session.conversation(nick, false)),
    go: (msgid) => {
      const row = document.getElementById(`m${place.byId.get(msgid)?.key}`);
      row?.scrollIntoView({block: "center"});
      row?.focus({preventScroll: true});
    },
  };
  const closeSheet = () => setSheet(null);
  const people = place.isChannel ? place.people.size : 0;
  const leave = () => setSheet({kind: "question", text: `Leave ${site.room}?`, yes: "Leave", act: () => session.leave()});
  return html`<div class="chat"><${Rooms} session=${session} on=${on} />
    <main class="sheet"><header>
      <div class="title"><h1 dir="auto">${titleOf(place, session)}</h1><p dir="auto" title=${place.topic}>${place.topic || (site.secure ? "Encrypted" : "Not encrypted: others on this network could read along")}</p></div>
      ${people > 0 && html`<button class="icon-button count" aria-expanded=${panel === "people"} aria-label=${`People: ${people}`} onClick=${() => setPanel(panel === "people" ? "" : "people")}><${Icon} name="people" /> ${people}</button>`}
      <${IconButton} icon="more" label="Menu" aria-expanded=${panel === "menu"} onClick=${() => setPanel(panel === "menu" ? "" : "menu")} />
      ${panel === "menu" && html`<div class="menu" role="menu"><a role="menuitem" href=${site.link}>Open in Hubbub</a>
        <button role="menuitem" onClick=${() => { setPanel(""); setSheet({kind: "keep"}); }}>Keep my name on another device</button>
        ${!site.secure && html`<a role="menuitem" href=${`https://${location.host}/`}>Encrypted page…</a>`}
        ${!place.isChannel && html`<button role="menuitem" onClick=${() => { session.conversations.delete(fold(place.name)); show([...session.conversations.values()][0]); }}>Close</button>`}
        <button role="menuitem" class="danger" onClick=${() => { setPanel(""); leave(); }}>Leave…</button></div>`}
    </header>
    ${!site.secure && place.topic && html`<p class="state"><${Icon} name="unlock" size="16" /> Not encrypted: others on this network could read along</p>`}
    ${session.phase === "lost" && html`<p class="state lost" role="status"><${Icon} name="offline" size="16" /> ${session.farewell ? `${session.farewell}. ` : ""}Connection lost. Reconnecting… What you write goes out when you are back. <button class="link" onClick=${() => session.wake()}>Try again</button></p>`}
    ${session.notice && html`<p class="state" role="status">${session.notice} <button class="link" onClick=${() => { session.notice = ""; session.changed(); }}>Close</button></p>`}
    <${Messages} place=${place} session=${session} on=${on} />
    <${Composer} place=${place} session=${session} target=${target} clear=${() => aim({})} ask=${on} />
    </main>
    ${panel === "people" && html`<${People} place=${place} session=${session} on=${on} close=${() => setPanel("")} />`}
    ${sheet?.kind === "picture" && html`<${Viewer} file=${sheet.file} close=${closeSheet} />`}
    ${sheet?.kind === "question" && html`<${Question} ...${sheet} close=${closeSheet} />`}
    ${sheet?.kind === "keep" && html`<${KeepName} session=${session} close=${closeSheet} />`}</div>`;
}

let isDue = false;
const session = new Session(site, () => {
  if (isDue) return;
  isDue = true;
  // a page in the background is given no frames, and its title counts all the same
  (document.hidden ? (act) => setTimeout(act, 50) : requestAnimationFrame)(draw);
});
session.onKept = keep;

function draw() {
  isDue = false;
  if (session.forgotten) keep(null);
  session.forgotten = false;
  const isInside = session.current !== null && session.phase !== "ended" && session.hasBeenIn;
  document.body.classList.toggle("inside", isInside);
  const unread = [...session.conversations.values()].reduce((sum, each) => sum + each.unread, 0);
  document.title = `${isInside && unread ? `(${unread}) ` : ""}${site.room} · Hubbub`;
  render(isInside ? html`<${Chat} session=${session} />` : html`<${JoinCard} session=${session} start=${start} />`, frame);
}

function start(name, options) {
  session.conversations.clear();
  session.current = null;
  session.start(name, options);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  session.wake();
  if (session.current) {
    session.current.unread = session.current.mentions = 0;
    session.changed();
  }
});
addEventListener("online", () => session.wake());
addEventListener("pagehide", () => session.socket?.close());
if (site.chat) draw();
