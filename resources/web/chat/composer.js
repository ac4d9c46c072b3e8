// The field that messages are written in: replies, edits, several lines, files from camera and gallery.
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";
import {takesFiles} from "./file_tokens.js";
import {hasTouch, html, Icon, IconButton} from "./html.js";
import {MOST_FILES, SendSheet, Upload, offeredFiles, useUploads} from "./send_files.js";
import {isTooLong, say, tellTyping, unknownCommand} from "./talk.js";

const EMOJI = ["😀", "😂", "🙂", "😉", "😍", "🤔", "😎", "😭", "😡", "🥳", "👍", "👎", "👏", "🙏", "💪", "👋", "🤝", "❤️", "🔥",
  "🎉", "✅", "❌", "⭐", "☕", "🍕", "🎲", "🎸", "💻", "📷", "🌍"];
const HIGHEST = 150;

function typists({typing}, session) {
  const [one, two, ...others] = [...typing.keys()].map((nick) => session.name(nick));
  if (!one) return "";
  return others.length ? `${one}, ${two} and others are typing…` : two ? `${one} and ${two} are typing…` : `${one} is typing…`;
}

function Aim({target: {reply, edit}, session, stop}) {
  if (!reply && !edit) return null;
  return html`<div class="bar"><${Icon} name="reply" size="16" /><span>${edit ? "Editing your message"
    : html`Replying to <b dir="auto">${session.name(reply.nick)}</b> <span dir="auto">${reply.text || reply.file?.name}</span>`}</span>
    <${IconButton} icon="close" size="16" label="Cancel (Esc)" onClick=${stop} /></div>`;
}

// `target`: {reply, edit}, lines; `clear` forgets it, `edit` begins with one.
export function Composer({place, session, target, clear, edit: begin}) {
  const field = useRef(), chooser = useRef();
  const [text, write] = useState(place.draft), [isChoosing, choose] = useState(false), [asked, ask] = useState([]);
  const {uploads, add, cancel, transfer} = useUploads(session);
  const {reply, edit} = target;
  useLayoutEffect(() => {
    write(place.draft);
    if (!hasTouch()) field.current.focus({preventScroll: true});
  }, [place]);
  useLayoutEffect(() => {  // before it is painted: what is typed at once would be lost
    if (edit) write(edit.text);
    if (edit || reply) field.current.focus();
  }, [edit, reply]);
  useLayoutEffect(() => {
    const box = field.current;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, HIGHEST)}px`;
  });
  const change = (value) => {
    write(value);
    if (edit) return;
    place.draft = value;
    tellTyping(session, place, value.trim() !== "" && !value.startsWith("/"));
  };
  const stop = () => {
    if (edit) write(place.draft);
    clear();
    choose(false);
  };
  const send = () => {
    const said = text.trimEnd(), command = unknownCommand(said);
    field.current.focus();
    if (!said.trim()) return;
    if (command) {
      session.tell(`There is no command /${command} here. Begin with // to send a slash.`);
    } else if (isTooLong(session, said)) {
      session.tell("That is too long for one message. Please shorten it.");
    } else {
      if (edit && said !== edit.text) say(session, place, said, {editOf: edit});
      if (!edit) {
        say(session, place, said, {replyTo: reply?.msgid ?? ""});
        place.draft = "";
      }
      write(place.draft);
      clear();
      choose(false);
    }
  };
  const onKey = (event) => {
    if (event.isComposing || event.keyCode === 229) return;  // Safari's last key of a composition
    if (event.key === "Enter" && !event.shiftKey && !hasTouch()) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape") {
      stop();
    } else if (event.key === "ArrowUp" && !text) {
      const own = place.lines.filter((line) => line.own && line.msgid && line.text && !line.deleted && !line.file).pop();
      event.preventDefault();
      if (own) begin(own);
    }
  };
  const insert = (emoji) => {
    const {selectionStart, selectionEnd} = field.current;
    change(text.slice(0, selectionStart) + emoji + text.slice(selectionEnd));
    field.current.focus();
  };
  const offer = (event, files) => {
    if (!files.length) return;
    event.preventDefault();
    if (takesFiles(session)) ask((before) => [...before, ...offeredFiles(session, files)].slice(0, MOST_FILES));
    else session.tell("This room takes no files: its host has turned them off.");
  };
  // a file that is dropped beside the field would be opened in place of the page
  useEffect(() => {
    const onDrag = (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      field.current.parentElement.classList.toggle("aimed", event.type === "dragover");
      if (event.type === "drop") offer(event, [...event.dataTransfer.files]);
    };
    const kinds = ["dragover", "dragleave", "drop"];
    kinds.forEach((kind) => document.addEventListener(kind, onDrag));
    return () => kinds.forEach((kind) => document.removeEventListener(kind, onDrag));
  });
  const isCaption = !edit && !text.includes("\n") && !text.startsWith("/");  // what is written may be said with the files
  const sendFiles = (files, caption) => {
    ask([]);
    if (isCaption) change("");
    add(files, place, caption, reply?.msgid ?? "");
    clear();
  };
  const keepsFocus = (event) => event.preventDefault();
  const name = `Message ${session.title(place)}`, typing = typists(place, session);
  return html`<div class="composer">
    <p class="typing">${typing && html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span> ${typing}`}</p>
    ${uploads.map((one) => html`<${Upload} key=${one.key} one=${one} cancel=${() => cancel(one)} retry=${() => transfer(one)} />`)}
    ${asked.length > 0 && html`<${SendSheet} files=${asked} room=${session.title(place)} caption=${isCaption ? text.trim() : ""}
      change=${ask} offer=${offer} send=${sendFiles} />`}
    <${Aim} target=${target} session=${session} stop=${stop} />
    ${isChoosing && html`<div class="emoji" role="group" aria-label="Emoji">${EMOJI.map((emoji) => html`<button key=${emoji} aria-label=${emoji}
      onMouseDown=${keepsFocus} onClick=${() => insert(emoji)}>${emoji}</button>`)}</div>`}
    <div class="field">
      ${takesFiles(session) && html`<${IconButton} icon="attach" label="Attach files" onClick=${() => chooser.current.click()} />
        <input type="file" multiple hidden ref=${chooser} onChange=${(event) => { offer(event, [...event.target.files]); event.target.value = ""; }} />`}
      <textarea ref=${field} rows="1" dir="auto" value=${text} aria-label=${name} placeholder=${name} onInput=${(event) => change(event.target.value)}
        onKeyDown=${onKey} onPaste=${(event) => offer(event, [...event.clipboardData.files])}></textarea>
      <${IconButton} icon="emoji" label="Emoji" class="icon-button choose" aria-expanded=${isChoosing} onMouseDown=${keepsFocus} onClick=${() => choose(!isChoosing)} />
      <${IconButton} icon="send" label="Send" class=${`icon-button send ${text.trim() ? "ready" : ""}`} onMouseDown=${keepsFocus} onClick=${send} />
    </div></div>`;
}
