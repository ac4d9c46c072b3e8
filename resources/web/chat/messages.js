// The list of what was said, and what is done with one message.
import {Fragment} from "preact";
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";
import {html, Icon, IconButton} from "./html.js";
import {clock, colourOf, dayOf, initialsOf, isOnlyEmoji, parts} from "./text.js";
import {isPicture, pathOf, sizeInWords} from "./files.js";
import {shownName} from "./room.js";
import {fold} from "./wire.js";

const TOGETHER = 5 * 60_000;  // lines of one person within that are a group
const REACTIONS = ["👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀", "✅", "🔥"];
const EVENTS_SHOWN = 3;

// Somebody's avatar. `name`: on screen; `by`: the account or nickname that has a colour, `colour` a chosen one.
export function Drop({name, by = name, colour = "", size = "", away = false}) {
  const style = colour ? {"--disc": colour, "--ink": colour} : null;
  const letters = size ? initialsOf(name)[0] : initialsOf(name);
  return html`<span class=${`drop c${colourOf(by)} ${size} ${away ? "away" : ""}`} style=${style} aria-hidden="true">${letters}</span>`;
}

export function RichText({text, names}) {
  return parts(text, names).map((part) => {
    if (part.kind === "text") return part.text;
    if (part.kind === "link") {
      return html`<a href=${part.target} target="_blank" rel="noopener noreferrer">${part.text}</a>`;
    }
    if (part.kind === "block") return html`<pre tabindex="0"><code>${part.text}</code></pre>`;
    if (part.kind === "code") return html`<code>${part.text}</code>`;
    if (part.kind === "mention") return html`<mark>${part.text}</mark>`;
    return part.kind === "bold" ? html`<strong>${part.text}</strong>` : html`<em>${part.text}</em>`;
  });
}

// The rows of a conversation: days, groups of messages, runs of events, the line of what is new.
function rowsOf(place) {
  const rows = [];
  let day = "", last = null, run = null;
  for (const line of place.lines) {
    const today = dayOf(line.time);
    if (today !== day) {
      rows.push({kind: "day", key: `d${line.key}`, text: today});
      day = today;
      last = run = null;
    }
    if (line === place.newFrom) {
      rows.push({kind: "new", key: "new"});
      last = run = null;
    }
    if (line.kind === "event") {
      if (!run) rows.push(run = {kind: "events", key: `e${line.key}`, lines: []});
      run.lines.push(line);
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

function eventWords(line) {
  const reason = line.what === "left" && line.text ? ` — ${line.text}` : "";
  switch (line.what) {
    case "joined": return `${line.name} joined`;
    case "left": return `${line.name} left${reason}`;
    case "removed": return `${line.name} was removed by ${line.text}`;
    case "renamed": return `${line.name} is now called ${line.text}`;
    default: return line.text ? `${line.name} changed the topic: ${line.text}` : `${line.name} removed the topic`;
  }
}

function Events({lines}) {
  const [isOpen, open] = useState(false);
  if (isOpen || lines.length <= EVENTS_SHOWN) {
    return html`<div class="events"><${Icon} name="people" size="16" /><span>${lines.map(eventWords).join(" · ")}</span></div>`;
  }
  const counted = (what, words) => {
    const names = new Set(lines.filter((line) => line.what === what).map((line) => line.name));
    return names.size ? `${names.size} ${words}` : "";
  };
  const text = [counted("joined", "joined"), counted("left", "left"), counted("removed", "removed"),
    counted("renamed", "renamed")].filter(Boolean).join(", ") || eventWords(lines[lines.length - 1]);
  return html`<button class="events" onClick=${() => open(true)} aria-expanded="false"><${Icon} name="people" size="16" /><span>${text}</span></button>`;
}

function Attachment({file, onView}) {
  const [isBroken, breaks] = useState(false);
  if (isPicture(file) && !isBroken) {
    const source = file.thumbnail ? pathOf(file.thumbnail, "thumbnail.jpg") : file.size <= 2e6 ? pathOf(file.id, file.name) : "";
    const ratio = file.width && file.height ? {aspectRatio: `${file.width} / ${file.height}`,
      width: `min(100%, ${Math.round(Math.min(360, 300 * file.width / file.height, Math.max(file.width, 48)))}px)`} : null;
    if (source) {
      return html`<button class="picture" style=${ratio} onClick=${() => onView(file)} aria-label=${`Picture ${file.name}`}>
        <img src=${source} alt="" loading="lazy" decoding="async" onError=${() => breaks(true)} /></button>`;
    }
  }
  return html`<a class="file" href=${pathOf(file.id, file.name)} download=${file.name}>
    <${Icon} name="file" /><span><b dir="auto">${file.name}</b><small>${sizeInWords(file.size)} · Download</small></span></a>`;
}

function Quote({place, msgid, onGo}) {
  const line = place.byId.get(msgid);
  const who = line && shownName(place.person(line.nick), line.nick);
  const text = !line ? "An earlier message" : line.deleted ? "Message deleted" : line.text || line.file?.name || "";
  return html`<button class="quote" disabled=${!line} onClick=${() => onGo(msgid)}>
    ${line && html`<b class=${`name c${colourOf(line.account || line.nick)}`} dir="auto">${who}</b>`} <span dir="auto">${text}</span></button>`;
}

function Reactions({line, session, place}) {
  if (!line.reactions.size) return null;
  return html`<div class="reactions">${[...line.reactions].map(([text, givers]) => {
    const own = givers.has(session.nick);
    const who = [...givers].slice(0, 20).map((nick) => shownName(place.person(nick), nick)).join(", ");
    return html`<button key=${text} class="reaction" aria-pressed=${own} title=${who}
      aria-label=${`${text} ${givers.size}: ${who}`} onClick=${() => session.react(place, line, text)}>${text} <b>${givers.size}</b></button>`;
  })}</div>`;
}

// What can be done with a message; opens at the button beside it, or by holding the message.
function Actions({line, place, session, on, close}) {
  const box = useRef();
  useEffect(() => {
    box.current.querySelector("button")?.focus();
    const away = (event) => { if (!box.current?.contains(event.target)) close(); };
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
  }, []);
  const act = (what) => () => { close(); what(); };
  return html`<div class="menu" ref=${box} role="menu" onKeyDown=${(event) => event.key === "Escape" && close()}>
    <div class="quick">${REACTIONS.map((text) => html`<button role="menuitem" key=${text} aria-label=${`React with ${text}`}
      onClick=${act(() => session.react(place, line, text))}>${text}</button>`)}</div>
    <button role="menuitem" onClick=${act(() => on.reply(line))}>Reply</button>
    ${line.text && html`<button role="menuitem" onClick=${act(() => on.copy(line.text))}>Copy text</button>`}
    ${line.own && line.text && html`<button role="menuitem" onClick=${act(() => on.edit(line))}>Edit</button>`}
    ${line.own && html`<button role="menuitem" class="danger" onClick=${act(() => on.remove(line))}>Delete…</button>`}
  </div>`;
}

function Message({line, isFirst, place, session, on}) {
  const [isMenuOpen, openMenu] = useState(false);
  const person = place.person(line.nick);
  const name = shownName(person ?? session.profiles.get(fold(line.nick)), line.nick);
  const colour = (person ?? session.profiles.get(fold(line.nick)))?.color ?? "";
  const key = line.account || line.nick;
  const classes = ["message", isFirst ? "first" : "", line.mention ? "mentioned" : "", line.state].join(" ");
  const isLarge = isOnlyEmoji(line.text);
  return html`<div class=${classes} id=${`m${line.key}`} tabindex="-1" role="article"
      aria-label=${`${name}, ${clock(line.time)}`} onContextMenu=${(event) => {
        if (line.msgid && !line.deleted && !getSelection().toString() && !event.target.closest("a, img")) {
          event.preventDefault();
          openMenu(true);
        }
      }}>
    ${isFirst ? html`<${Drop} name=${name} by=${key} colour=${colour} />` : html`<time class="aside">${clock(line.time)}</time>`}
    <div class="body">
      ${isFirst && html`<div class="head"><span class=${`name c${colourOf(key)}`} style=${colour ? {color: colour} : null} dir="auto">${name}</span> <time>${clock(line.time)}</time></div>`}
      ${line.replyTo && html`<${Quote} place=${place} msgid=${line.replyTo} onGo=${on.go} />`}
      ${line.deleted ? html`<p class="deleted">Message deleted</p>` : html`<${Fragment}>
        ${line.text && html`<p class=${`text ${isLarge ? "large" : ""} of-${line.kind}`} dir="auto">${line.kind === "action" && `${name} `}<${RichText} text=${line.text} names=${session.names} />${line.edited && html` <small>(edited)</small>`}${line.state === "pending" && html` <span class="waits" title="not sent yet"><${Icon} name="clock" size="14" /></span>`}</p>`}
        ${line.file && html`<${Attachment} file=${line.file} onView=${on.view} />`}
        <${Reactions} line=${line} session=${session} place=${place} />
      </${Fragment}>`}
      ${line.state === "failed" && html`<p class="failed" role="alert"><${Icon} name="error" size="16" /> Not sent — ${line.reason}
        <button class="link" onClick=${() => session.retrySending(line)}>Retry</button>
        <button class="link" onClick=${() => session.discard(line)}>Delete</button></p>`}
    </div>
    ${line.msgid && !line.deleted && html`<div class="beside"><${IconButton} icon="reply" label="Reply" onClick=${() => on.reply(line)} />
      <${IconButton} icon="more" label="More" aria-haspopup="menu" aria-expanded=${isMenuOpen} onClick=${() => openMenu(!isMenuOpen)} /></div>`}
    ${isMenuOpen && html`<${Actions} ...${{line, place, session, on}} close=${() => openMenu(false)} />`}
  </div>`;
}

// The list follows new messages while its end is seen, and holds still otherwise.
export function Messages({place, session, on}) {
  const list = useRef();
  const state = useRef({isAtEnd: true, height: 0, top: 0, place: null});
  const [isAway, goAway] = useState(false);
  const last = place.lines[place.lines.length - 1];
  useLayoutEffect(() => {
    const box = list.current, before = state.current;
    if (before.place !== place) Object.assign(before, {place, isAtEnd: true, first: null});
    const first = place.lines[0]?.key;
    if (before.isAtEnd || (last?.own && last.key !== before.last)) box.scrollTop = box.scrollHeight;
    else if (before.first !== first && before.first) box.scrollTop += box.scrollHeight - before.height;
    Object.assign(before, {height: box.scrollHeight, first, last: last?.key});
  });
  useEffect(() => {
    const box = list.current;
    const follow = new ResizeObserver(() => { if (state.current.isAtEnd) box.scrollTop = box.scrollHeight; });
    follow.observe(box);
    follow.observe(box.firstElementChild);
    return () => follow.disconnect();
  }, []);
  const onScroll = () => {
    const box = list.current;
    const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 24;
    state.current.isAtEnd = isAtEnd;
    if (isAway === isAtEnd) goAway(!isAtEnd);
    if (box.scrollTop < 200) session.askOlder(place);
  };
  useEffect(() => { if (list.current.scrollHeight <= list.current.clientHeight) session.askOlder(place); });
  return html`<div class="messages" ref=${list} onScroll=${onScroll} role="log" aria-label="Messages" tabindex="0"><div>
    ${place.isLoading && html`<p class="hint">Loading what was said before…</p>`}
    ${place.hasAll && !place.isLoading && html`<p class="hint">${place.isChannel ? "Beginning of the room" : "Nothing else was said here."}</p>`}
    ${rowsOf(place).map((row) => row.kind === "message" ? html`<${Message} key=${row.key} ...${row} place=${place} session=${session} on=${on} />`
      : row.kind === "events" ? html`<${Events} key=${row.key} lines=${row.lines} />`
      : row.kind === "new" ? html`<div key="new" class="new">New messages</div>`
      : html`<div key=${row.key} class="day"><span>${row.text}</span></div>`)}
  </div>
  ${isAway && html`<button class="jump" aria-label="Jump to the latest message" onClick=${() => { list.current.scrollTop = list.current.scrollHeight; }}><${Icon} name="down" />${place.unread > 0 && html`<b>${place.unread} new</b>`}</button>`}
  </div>`;
}
