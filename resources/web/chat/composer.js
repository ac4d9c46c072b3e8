// The field that messages are written in: replies, edits, several lines, files from camera and gallery.
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";
import {html, Icon, IconButton} from "./html.js";
import {bareName, sizeInWords, thumbnailOf, upload} from "./files.js";
import {shownName} from "./room.js";

const EMOJI = [..."😀😂🙂😉😍🤔😎😭😡🥳👍👎👏🙏💪👋🤝❤️🔥🎉✅❌⭐☕🍕🎲🎸💻📷🌍".matchAll(/\p{Extended_Pictographic}\u{fe0f}?/gu)].map((found) => found[0]);

export function Composer({place, session, target, clear, ask}) {
  const field = useRef(), chooser = useRef();
  const [text, write] = useState(place.draft);
  const [isChoosing, choose] = useState(false);
  const [uploads, setUploads] = useState([]);
  const {reply, edit} = target;
  useEffect(() => { write(place.draft); field.current.focus({preventScroll: true}); }, [place]);
  useEffect(() => {
    if (edit) write(edit.text);
    if (edit || reply) field.current.focus();
  }, [edit, reply]);
  useLayoutEffect(() => {
    const box = field.current;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 150)}px`;
  });
  const change = (value) => {
    write(value);
    if (!edit) place.draft = value;
    session.tellTyping(place, value.trim() !== "" && !edit);
  };
  const stop = () => {
    if (edit) change(place.draft);
    clear();
  };
  const send = () => {
    const said = text.replace(/\s+$/, "");
    if (!said.trim()) return;
    if (session.isTooLong(said)) {
      session.notice = "That is too long for one message. Please shorten it.";
      session.changed();
      return;
    }
    session.toldTyping = 0;
    if (edit) {
      if (said !== edit.text) session.say(place, said, {editOf: edit});
      write(place.draft);
    } else {
      session.say(place, said, {replyTo: reply?.msgid ?? ""});
      place.draft = "";
      write("");
    }
    clear();
    choose(false);
    field.current.focus();
  };
  const update = (one, values) => {
    Object.assign(one, values);
    setUploads((all) => [...all]);
  };
  const offer = async (files) => {
    if (!session.takesFiles) {
      session.notice = "Files cannot be sent in this room.";
      session.changed();
      return;
    }
    for (const file of files) {
      const stopper = new AbortController();
      const one = {key: Math.random(), name: bareName(file.name || "picture"), size: file.size, done: 0, stopper, file};
      setUploads((all) => [...all, one]);
      await transfer(one);
    }
  };
  const transfer = async (one) => {
    update(one, {problem: "", done: 0});
    try {
      const small = await thumbnailOf(one.file);
      const thumbnail = small && await upload(small.blob, "thumbnail.jpg", await session.token(), () => {}, one.stopper.signal);
      const sent = await upload(one.file, one.name, await session.token(), (done) => update(one, {done}), one.stopper.signal);
      session.sayFile(place, "", sent, thumbnail, reply?.msgid ?? "");
      setUploads((all) => all.filter((each) => each !== one));
    } catch (problem) {
      if (problem === "") setUploads((all) => all.filter((each) => each !== one));
      else update(one, {problem: typeof problem === "string" ? problem : "The file could not be sent."});
    }
  };
  const onKey = (event) => {
    if (event.isComposing) return;
    const isTouch = matchMedia("(pointer: coarse)").matches;
    if (event.key === "Enter" && !event.shiftKey && !isTouch) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape") {
      stop();
      choose(false);
    } else if (event.key === "ArrowUp" && !text) {
      const own = place.lines.filter((line) => line.own && line.msgid && line.text && !line.deleted).pop();
      if (own) {
        event.preventDefault();
        ask.edit(own);
      }
    }
  };
  const insert = (emoji) => {
    const at = field.current.selectionStart ?? text.length;
    change(text.slice(0, at) + emoji + text.slice(field.current.selectionEnd ?? at));
    field.current.focus();
  };
  const typing = [...place.typing.keys()].map((nick) => shownName(place.person(nick), nick));
  const typists = !typing.length ? "" : typing.length === 1 ? `${typing[0]} is typing…`
    : typing.length === 2 ? `${typing[0]} and ${typing[1]} are typing…` : `${typing[0]}, ${typing[1]} and others are typing…`;
  const name = place.isChannel ? place.title || session.site.room : shownName(session.profiles.get(place.name.toLowerCase()), place.name);
  return html`<div class="composer" onDragOver=${(event) => event.preventDefault()} onDrop=${(event) => {
      event.preventDefault();
      offer([...event.dataTransfer.files]);
    }}>
    <p class="typing" aria-live="polite">${typists}</p>
    ${uploads.map((one) => html`<div class="bar" key=${one.key} role="status"><span dir="auto">${one.name}</span>
      ${one.problem ? html`<b class="danger">${one.problem}</b><button class="link" onClick=${() => transfer(one)}>Retry</button>`
        : html`<progress max=${one.size || 1} value=${one.done} aria-label=${`Sending ${one.name}`}></progress><small>${sizeInWords(one.done)} of ${sizeInWords(one.size)}</small>`}
      <${IconButton} icon="close" label="Cancel" onClick=${() => { one.stopper.abort(); setUploads((all) => all.filter((each) => each !== one)); }} /></div>`)}
    ${(reply || edit) && html`<div class="bar"><${Icon} name="reply" size="16" /><span>${edit ? "Editing your message"
      : html`Replying to <b dir="auto">${shownName(place.person(reply.nick), reply.nick)}</b> <span dir="auto">${reply.text || reply.file?.name}</span>`}</span>
      <${IconButton} icon="close" label="Cancel" onClick=${stop} /></div>`}
    ${isChoosing && html`<div class="emoji" role="menu" aria-label="Emoji">${EMOJI.map((emoji) => html`<button key=${emoji} role="menuitem" onClick=${() => insert(emoji)}>${emoji}</button>`)}</div>`}
    <div class="field">
      ${session.takesFiles && html`<${IconButton} icon="attach" label="Send pictures or files" onClick=${() => chooser.current.click()} />
        <input type="file" multiple hidden ref=${chooser} onChange=${(event) => { offer([...event.target.files]); event.target.value = ""; }} />`}
      <textarea ref=${field} rows="1" dir="auto" value=${text} aria-label=${`Message ${name}`} placeholder=${`Message ${name}`}
        onInput=${(event) => change(event.target.value)} onKeyDown=${onKey}
        onPaste=${(event) => { const files = [...event.clipboardData.files]; if (files.length) { event.preventDefault(); offer(files); } }}></textarea>
      <${IconButton} icon="emoji" label="Emoji" aria-expanded=${isChoosing} onClick=${() => choose(!isChoosing)} />
      <${IconButton} icon="send" label="Send" class=${`icon-button send ${text.trim() ? "ready" : ""}`} onClick=${send} />
    </div>
  </div>`;
}
