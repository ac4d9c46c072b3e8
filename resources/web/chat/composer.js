// The field that messages are written in: replies, edits, several lines, files from camera and gallery.
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";
import {askToken, takesFiles} from "./file_tokens.js";
import {bareName, sizeInWords, thumbnailOf, upload} from "./files.js";
import {html, Icon, IconButton} from "./html.js";
import {isTooLong, say, sayFile, tellTyping, unknownCommand} from "./talk.js";

const EMOJI = ["😀", "😂", "🙂", "😉", "😍", "🤔", "😎", "😭", "😡", "🥳", "👍", "👎", "👏", "🙏", "💪", "👋", "🤝", "❤️", "🔥",
  "🎉", "✅", "❌", "⭐", "☕", "🍕", "🎲", "🎸", "💻", "📷", "🌍"];
const HIGHEST = 150;

const hasTouch = () => matchMedia("(pointer: coarse)").matches;

// Sends the files that are put into it one after another; each is shown until it is sent.
function useUploads(session) {
  const [uploads, setUploads] = useState([]);
  const update = (one, values) => {
    Object.assign(one, values);
    setUploads((all) => [...all]);
  };
  const drop = (one) => setUploads((all) => all.filter((each) => each !== one));
  const transfer = async (one) => {
    const {signal} = one.stopper, {file, name} = one;
    update(one, {problem: "", done: 0});
    try {
      const small = await thumbnailOf(file);
      const thumbnail = small ? (await upload(small.blob, "thumbnail.jpg", await askToken(session), () => {}, signal)).id : "";
      const sent = await upload(file, name, await askToken(session), (done) => update(one, {done}), signal);
      const type = file.type || "application/octet-stream";
      sayFile(session, one.place, {...sent, name, size: file.size, type, width: small?.width, height: small?.height, thumbnail}, one.replyTo);
      drop(one);
    } catch (problem) {
      if (signal.aborted) drop(one);
      else update(one, {problem: typeof problem === "string" ? problem : "The file cannot be read."});
    }
  };
  const add = async (files, place, replyTo) => {
    if (!takesFiles(session)) {
      session.tell("The host of this room takes no files.");
      return;
    }
    const all = files.map((file) => ({
      key: Math.random(), name: bareName(file.name || "picture"), done: 0, problem: "", stopper: new AbortController(), file, place, replyTo,
    }));
    setUploads((others) => [...others, ...all]);
    for (const one of all) await transfer(one);
  };
  const cancel = (one) => {
    one.stopper.abort();
    drop(one);
  };
  return {uploads, add, cancel, transfer};
}

function Upload({one, cancel, retry}) {
  const {name, done, problem, file: {size}} = one;
  return html`<div class="bar"><${Icon} name="file" size="16" /><span dir="auto">${name}</span>
    ${problem ? html`<b class="danger" role="alert">${problem}</b><button class="link" onClick=${retry}>Retry</button>`
      : html`<progress max=${size || 1} value=${done} aria-label=${`Sending ${name}`}></progress><small>${sizeInWords(done)} of ${sizeInWords(size)}</small>`}
    <${IconButton} icon="close" size="16" label="Cancel" onClick=${cancel} /></div>`;
}

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
  const [text, write] = useState(place.draft), [isChoosing, choose] = useState(false);
  const {uploads, add, cancel, transfer} = useUploads(session);
  const {reply, edit} = target;
  useLayoutEffect(() => {
    write(place.draft);
    if (!hasTouch()) field.current.focus({preventScroll: true});
  }, [place]);
  useEffect(() => {
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
    add(files, place, reply?.msgid ?? "");
    clear();
  };
  const keepsFocus = (event) => event.preventDefault();
  const name = `Message ${session.title(place)}`, typing = typists(place, session);
  return html`<div class="composer" onDragOver=${(event) => event.preventDefault()} onDrop=${(event) => offer(event, [...event.dataTransfer.files])}>
    <p class="typing">${typing && html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span> ${typing}`}</p>
    ${uploads.map((one) => html`<${Upload} key=${one.key} one=${one} cancel=${() => cancel(one)} retry=${() => transfer(one)} />`)}
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
