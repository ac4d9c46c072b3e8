// One message: who said it, what, files and reactions, and what is done with it.
import {Fragment} from "preact";
import {useRef, useState} from "preact/hooks";
import {colourOf} from "./colours.js";
import {Menu} from "./dialogs.js";
import {isPicture, pathOf, sizeInWords} from "./files.js";
import {Drop, html, Icon, IconButton} from "./html.js";
import {discard, react, retrySending} from "./talk.js";
import {clock, isOnlyEmoji, parts} from "./text.js";

const REACTIONS = ["👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀", "✅", "🔥"];
const SHOWN_WHOLE = 2e6;  // bytes up to which a picture without a small one is loaded as it is
const [WIDEST, HIGHEST] = [360, 300];

export function RichText({text, names}) {
  return parts(text, names).map((part) => {
    if (part.kind === "text") return part.text;
    if (part.kind === "link") return html`<a href=${part.target} target="_blank" rel="noopener noreferrer">${part.text}</a>`;
    if (part.kind === "block") return html`<pre tabindex="0"><code>${part.text}</code></pre>`;
    if (part.kind === "code") return html`<code>${part.text}</code>`;
    if (part.kind === "mention") return html`<mark>${part.text}</mark>`;
    return part.kind === "bold" ? html`<strong>${part.text}</strong>` : html`<em>${part.text}</em>`;
  });
}

function Attachment({file, onView}) {
  const [isBroken, breaks] = useState(false);
  const source = file.thumbnail ? pathOf(file.thumbnail, "thumbnail.jpg") : file.size <= SHOWN_WHOLE ? pathOf(file.id, file.name) : "";
  if (isPicture(file) && source && !isBroken) {
    const {width, height} = file;
    const shape = width && height ? {
      aspectRatio: `${width} / ${height}`,
      width: `min(100%, ${Math.round(Math.min(WIDEST, HIGHEST * width / height, Math.max(width, 48)))}px)`,
    } : null;
    return html`<button class="picture" style=${shape} onClick=${() => onView(file)} aria-label=${`Picture ${file.name}`}>
      <img src=${source} alt="" loading="lazy" decoding="async" onError=${() => breaks(true)} /></button>`;
  }
  return html`<a class="file" href=${pathOf(file.id, file.name)} download=${file.name}><${Icon} name="file" />
    <span><b dir="auto">${file.name}</b><small>${sizeInWords(file.size)} · Download</small></span></a>`;
}

function Quote({place, session, msgid, onGo}) {
  const line = place.byId.get(msgid);
  if (!line) return html`<p class="quote">An earlier message</p>`;
  const name = session.name(line.nick), {color} = session.profile(line.nick), by = session.colouredBy(line.nick, line.account);
  return html`<button class="quote" title="Go to this message" onClick=${() => onGo(line)}><${Drop} name=${name} by=${by} colour=${color} size="tiny" />
    <b class=${`name c${colourOf(by, color)}`} dir="auto">${name}</b> <span dir="auto">${line.deleted ? "Message deleted" : line.text || line.file?.name}</span></button>`;
}

function Reactions({line, session, place, add}) {
  if (!line.reactions.size) return null;
  return html`<div class="reactions">${[...line.reactions].map(([text, givers]) => {
    const who = [...givers].slice(0, 20).map((nick) => session.name(nick)).join(", ");
    return html`<button key=${text} class="reaction" aria-pressed=${givers.has(session.nick)} title=${who}
      aria-label=${`${text} ${givers.size}: ${who}`} onClick=${() => react(session, place, line, text)}><span dir="auto">${text}</span> <b>${givers.size}</b></button>`;
  })}<${IconButton} icon="react" size="16" class="reaction add" label="Add a reaction" onClick=${add} /></div>`;
}

function Actions({line, place, session, on, close}) {
  const act = (what) => () => { close(); what(); };
  return html`<${Menu} label="Message" close=${close}>
    <div class="quick" role="group" aria-label="React">${REACTIONS.map((text) => html`<button role="menuitem" key=${text} aria-label=${`React with ${text}`}
      onClick=${act(() => react(session, place, line, text))}>${text}</button>`)}</div>
    <button role="menuitem" onClick=${act(() => on.reply(line))}>Reply</button>
    ${line.text && html`<button role="menuitem" onClick=${act(() => on.copy(line.text))}>Copy text</button>`}
    ${line.own && line.text && !line.file && html`<button role="menuitem" onClick=${act(() => on.edit(line))}>Edit</button>`}
    ${line.own && html`<button role="menuitem" class="danger" onClick=${act(() => on.remove(line))}>Delete…</button>`}
  </${Menu}>`;
}

function Words({line, name, session}) {
  if (line.deleted) return html`<p class="deleted">Message deleted</p>`;
  if (!line.text) return null;
  const classes = `text of-${line.kind}${isOnlyEmoji(line.text) ? " large" : ""}`;
  // code in several lines is no part of a paragraph
  return html`<div class=${classes} dir="auto">${line.kind === "action" && html`<b>${name}</b> `}<${RichText} text=${line.text} names=${session.ownNames} />${
    line.edited && html` <small>(edited)</small>`}${line.state === "pending" && html` <span class="waits" role="img" aria-label="not sent yet" title="not sent yet"><${Icon} name="clock" size="14" /></span>`}</div>`;
}

export function Message({line, isFirst, place, session, on}) {
  const [isOpen, open] = useState(false), row = useRef();
  const name = session.name(line.nick), {color} = session.profile(line.nick);
  const by = session.colouredBy(line.nick, line.account);
  const canAct = line.msgid && !line.deleted;
  const classes = `message ${isFirst ? "first" : ""} ${line.mention ? "mentioned" : ""} ${line.state} ${isOpen ? "open" : ""}`;
  const onMenu = (event) => {
    if (!canAct || getSelection().toString() || event.target.closest("a, img, .menu")) return;
    event.preventDefault();
    open(true);
  };
  const onKey = (event) => {
    if (event.target !== row.current || !canAct || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    open(true);
  };
  return html`<div class=${classes} ref=${row} id=${`m${line.key}`} tabindex="-1" role="article" aria-label=${`${name}, ${clock(line.time)}`}
      onContextMenu=${onMenu} onKeyDown=${onKey}>
    ${isFirst ? html`<${Drop} name=${name} by=${by} colour=${color} />` : html`<time class="aside">${clock(line.time, false)}</time>`}
    <div class="body">
      ${isFirst && html`<div class="head"><span class=${`name c${colourOf(by, color)}`} dir="auto">${name}</span> <time>${clock(line.time)}</time></div>`}
      ${line.replyTo && !line.deleted && html`<${Quote} place=${place} session=${session} msgid=${line.replyTo} onGo=${on.go} />`}
      <${Words} line=${line} name=${name} session=${session} />
      ${!line.deleted && html`<${Fragment}>${line.file && html`<${Attachment} file=${line.file} onView=${on.view} />`}
        <${Reactions} line=${line} session=${session} place=${place} add=${() => open(true)} /></${Fragment}>`}
      ${line.state === "failed" && html`<p class="failed" role="alert"><${Icon} name="error" size="16" /> Not sent — ${line.reason}
        <button class="link" onClick=${() => retrySending(session, line)}>Retry</button>
        <button class="link" onClick=${() => discard(session, line)}>Delete</button></p>`}
    </div>
    ${canAct && html`<div class="beside"><${IconButton} icon="reply" label="Reply" tabindex="-1" onClick=${() => on.reply(line)} />
      <${IconButton} icon="more" label="More" tabindex="-1" aria-haspopup="menu" aria-expanded=${isOpen} onClick=${() => open(!isOpen)} /></div>`}
    ${isOpen && html`<${Actions} ...${{line, place, session, on}} close=${() => open(false)} />`}
  </div>`;
}
