// The list of what was said: which rows it has, and how it follows what is new.
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";
import {eventWords, isComing, runWords} from "./events.js";
import {askOlder} from "./history.js";
import {html, Icon} from "./html.js";
import {Message} from "./message.js";
import {dayOf} from "./text.js";
import {fold} from "./wire.js";

const TOGETHER = 5 * 60_000;  // lines of one person within that are a group
const PIECE = 150;  // lines that are drawn at first, and with each step back

// The rows of `lines`: days, groups of messages, runs of events, the line of what is new.
function rowsOf(lines, newFrom) {
  const rows = [];
  let day = "", last = null, run = null;
  for (const line of lines) {
    const today = dayOf(line.time);
    if (today !== day) {
      rows.push({kind: "day", key: `d${line.key}`, text: today});
      day = today;
      last = run = null;
    }
    if (line === newFrom) {
      rows.push({kind: "new", key: "new"});
      last = run = null;
    }
    if (line.kind === "event") {
      if (!run || !isComing(line)) rows.push(run = {kind: "events", key: `e${line.key}`, lines: []});
      run.lines.push(line);
      if (!isComing(line)) run = null;
      last = null;
      continue;
    }
    const isFirst = !last || fold(last.nick) !== fold(line.nick) || line.time - last.time > TOGETHER || line.replyTo !== "";
    rows.push({kind: "message", key: line.key, line, isFirst});
    last = line;
    run = null;
  }
  return rows;
}

function Events({lines}) {
  const [isOpen, open] = useState(false);
  const icon = html`<${Icon} name="people" size="16" />`;
  if (lines.length < 2) return html`<div class="events">${icon}<span>${eventWords(lines[0])}</span></div>`;
  const words = isOpen ? lines.map((line) => html`<span key=${line.key}>${eventWords(line)}</span>`) : html`<span>${runWords(lines)}</span>`;
  return html`<button class="events" onClick=${() => open(!isOpen)} aria-expanded=${isOpen}>${icon}<span class="lines">${words}</span>
    <${Icon} name=${isOpen ? "up" : "next"} size="16" /></button>`;
}

function Beginning({place, session, isAll}) {
  if (place.isLoading) return html`<p class="hint">Loading what was said before…</p>`;
  if (!isAll || !place.hasAll) return null;
  if (place.lines.some((line) => line.kind !== "event")) return html`<p class="hint">${place.isChannel ? "Beginning of the room" : `You and ${session.name(place.name)}`}</p>`;
  return html`<div class="quiet"><${Icon} name=${place.isChannel ? "host" : "room"} size="40" />
    <h2>${place.isChannel ? `You are in ${session.title(place)}` : `You and ${session.name(place.name)}`}</h2>
    <p>${place.isChannel ? "What is said from now on shows up here. Say hello."
      : "Nothing has been said yet. What you write here stays out of the room."}</p></div>`;
}

// The list follows new messages while its end is seen, and holds still otherwise.
export function Messages({place, session, on}) {
  const list = useRef();
  const memory = useRef({place: null, height: 0, first: null, last: null, count: PIECE}).current;
  const [isAway, goAway] = useState(false), [, again] = useState(0);
  if (memory.place !== place) {
    place.isReadBack = false;
    Object.assign(memory, {place, first: null, count: PIECE});
  }
  // what is read stays where it is while new lines come
  const read = place.isReadBack ? place.lines.findIndex((line) => line.key === memory.first) : -1;
  const start = Math.max(0, Math.min(place.lines.length - memory.count, read < 0 ? Infinity : read));
  const lines = place.lines.slice(start);
  const last = lines[lines.length - 1];
  useLayoutEffect(() => {
    const box = list.current, first = lines[0]?.key;
    if (!place.isReadBack || (last?.own && last.state === "pending" && last.key !== memory.last)) box.scrollTop = box.scrollHeight;
    else if (memory.first !== first && memory.first) box.scrollTop += box.scrollHeight - memory.height;
    Object.assign(memory, {height: box.scrollHeight, first, last: last?.key});
    if (box.scrollHeight <= box.clientHeight) older();
  });
  useEffect(() => {
    const box = list.current;
    const follow = new ResizeObserver(() => { if (!memory.place.isReadBack) box.scrollTop = box.scrollHeight; });
    follow.observe(box);
    follow.observe(box.firstElementChild);
    return () => follow.disconnect();
  }, []);
  const older = () => {
    if (start === 0 && (place.isLoading || place.hasAll)) return;
    memory.count = lines.length + PIECE;
    if (start > 0) again((times) => times + 1);
    else askOlder(session, place);
  };
  const onScroll = () => {
    const box = list.current;
    const isBack = box.scrollHeight - box.scrollTop - box.clientHeight > 24;
    if (place.isReadBack !== isBack) {
      place.isReadBack = isBack;
      goAway(isBack);
      if (!isBack) {
        memory.count = PIECE;
        session.seen(place);
        session.changed();
      }
    }
    if (box.scrollTop < 200) older();
  };
  const toEnd = () => { list.current.scrollTop = list.current.scrollHeight; };
  // From message to message by the arrow keys, as in the window.
  const onKey = (event) => {
    const isStep = event.key === "ArrowUp" || event.key === "ArrowDown";
    if (!isStep || event.target.closest(".menu")) return;
    const rows = [...list.current.querySelectorAll(".message")];
    const at = rows.indexOf(document.activeElement?.closest(".message"));
    const next = at < 0 ? rows.length - 1 : at + (event.key === "ArrowUp" ? -1 : 1);
    if (!rows[next]) return;
    event.preventDefault();
    rows[next].focus({preventScroll: true});
    rows[next].scrollIntoView({block: "nearest"});
  };
  return html`<div class="messages" ref=${list} onScroll=${onScroll} onKeyDown=${onKey} role="log" aria-label="Messages" tabindex="0"><div>
    <${Beginning} place=${place} session=${session} isAll=${lines.length === place.lines.length} />
    ${rowsOf(lines, place.newFrom).map((row) => row.kind === "message"
      ? html`<${Message} key=${row.key} ...${row} place=${place} session=${session} on=${on} />`
      : row.kind === "events" ? html`<${Events} key=${row.key} lines=${row.lines} />`
      : row.kind === "new" ? html`<div key="new" class="new">New messages</div>`
      : html`<div key=${row.key} class="day"><span>${row.text}</span></div>`)}
  </div>
  ${isAway && html`<button class="jump" aria-label="Jump to the latest message" onClick=${toEnd}><${Icon} name="down" />${place.unread > 0
    && html`<b>${place.unread} new</b>`}</button>`}
  </div>`;
}
