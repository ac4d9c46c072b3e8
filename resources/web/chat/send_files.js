// Files on their way out: asked about first, made ready, then sent one after another.
import {useEffect, useRef, useState} from "preact/hooks";
import {MOST_PICTURE_BYTES, barePieces, typeOf} from "./bare_picture.js";
import {Sheet} from "./dialogs.js";
import {askToken} from "./file_tokens.js";
import {bareName, isPicture, sizeInWords, thumbnailOf, upload} from "./files.js";
import {hasTouch, html, Icon, IconButton} from "./html.js";
import {sayFile} from "./talk.js";

export const MOST_FILES = 30;  // at once
const HEAD = 16;  // bytes, by which a picture is known
const NOT_READ = "The file cannot be read.";

// What is asked about `files`, with what keeps one back.
export function offeredFiles(session, files) {
  const most = Number(session.tokens.get("hubbub.chat/FILES")) || Infinity;
  return files.map((file) => ({
    key: Math.random(), file, name: nameOf(file), size: file.size, type: file.type || "application/octet-stream", done: 0,
    problem: file.size > most ? `It has ${sizeInWords(file.size)}. A file may have ${sizeInWords(most)} here.` : file.size ? "" : "It is empty.",
  }));
}

// A picture of the clipboard is called after its time, as in the window.
function nameOf({name}) {
  const kind = /^image(\.\w+)$/.exec(name)?.[1];
  const now = new Date();
  return kind ? `Picture ${new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replace("T", " ").replace(/:/g, "-")}${kind}`
    : bareName(name || "file");
}

// Make a file ready, once: a picture gets a small one and loses what it tells of place and camera.
function prepare(one) {
  return one.ready ??= prepared(one).catch((problem) => {
    one.ready = null;  // it may be tried again
    throw problem;
  });
}

async function prepared(one) {
  const type = typeOf(new Uint8Array(await one.file.slice(0, HEAD).arrayBuffer()));
  one.body = one.file;
  if (!type || one.size > MOST_PICTURE_BYTES) return;  // it goes as any other file
  one.body = new Blob(barePieces(new Uint8Array(await one.file.arrayBuffer()), type), {type});
  Object.assign(one, {type, isBare: one.body.size !== one.size, size: one.body.size}, await thumbnailOf(one.body));
}

// The question: what would be sent, and what is said with it. `change` takes other files to ask about, none to close.
export function SendSheet({files, room, caption, change, offer, send}) {
  const [text, write] = useState(caption), [, again] = useState(0), made = useRef([]).current;
  const close = () => change([]);
  useEffect(() => {
    let isOver = false;
    (async () => {
      for (const one of files) {
        await prepare(one).catch((problem) => { one.problem ||= sentence(problem); });
        if (isOver) return;
        if (one.small && !one.url) made.push(one.url = URL.createObjectURL(one.small));
        again((times) => times + 1);
      }
    })();
    return () => { isOver = true; };
  }, [files]);
  useEffect(() => () => made.forEach((url) => URL.revokeObjectURL(url)), []);
  const sent = files.filter((one) => !one.problem), isOne = files.length === 1;
  const title = !isOne ? `Send ${files.length} files` : isPicture(files[0]) ? "Send a picture" : "Send a file";
  const go = (event) => {
    event.preventDefault();
    if (sent.length) send(sent, text.replace(/\s+/g, " ").trim());
  };
  return html`<${Sheet} kind="question sending" label=${title} close=${close}><form onSubmit=${go}><h2>${title}</h2><small dir="auto">To ${room}</small>
    <ul class=${isOne ? "files one" : "files"}>${files.map((one) => html`<li key=${one.key}>
      ${one.url ? html`<img src=${one.url} alt="" />` : html`<${Icon} name="file" />`}
      <span><span dir="auto">${one.name}</span> <small class=${one.problem && "danger"}>${one.problem || factsOf(one)}</small></span>
      ${!isOne && html`<${IconButton} icon="close" size="16" label=${`Leave out ${one.name}`} onClick=${() => change(files.filter((each) => each !== one))} />`}</li>`)}</ul>
    <label>Caption<input value=${text} maxlength="300" placeholder="Say something about it" enterkeyhint="send" dir="auto" data-first=${!hasTouch() || null}
      onInput=${(event) => write(event.target.value)} onPaste=${(event) => offer(event, [...event.clipboardData.files])} /></label>
    <p class="act"><button type="button" onClick=${close}>Cancel</button>
      <button class="primary" data-first=${hasTouch() || null} disabled=${!sent.length}>Send</button></p></form></${Sheet}>`;
}

function factsOf({size, width, height, isBare}) {
  return `${sizeInWords(size)}${width ? ` · ${width} × ${height}` : ""}${isBare ? " · without place and camera data" : ""}`;
}

const sentence = (problem) => typeof problem === "string" ? problem : NOT_READ;

// Sends the files that are put into it one after another; each is shown until it is sent.
export function useUploads(session) {
  const [uploads, setUploads] = useState([]);
  const update = (one, values) => {
    Object.assign(one, values);
    setUploads((all) => [...all]);
  };
  const drop = (one) => setUploads((all) => all.filter((each) => each !== one));
  const transfer = async (one) => {
    const {signal} = one.stopper, {name} = one;
    update(one, {problem: "", done: 0});
    try {
      await prepare(one);
      const {small, body, size, type, width, height} = one;
      const thumbnail = small ? (await upload(small, "thumbnail.jpg", await askToken(session), () => {}, signal)).id : "";
      const sent = await upload(body, name, await askToken(session), (done) => update(one, {done}), signal);
      sayFile(session, one.place, {...sent, name, size, type, width, height, thumbnail}, one.caption, one.replyTo);
      drop(one);
    } catch (problem) {
      if (signal.aborted) drop(one);
      else update(one, {problem: sentence(problem)});
    }
  };
  // What is said of them, and what they reply to, stands with the first.
  const add = async (files, place, caption, replyTo) => {
    files.forEach((one, at) => Object.assign(one, {stopper: new AbortController(), place, caption: at ? "" : caption, replyTo: at ? "" : replyTo}));
    setUploads((others) => [...others, ...files]);
    for (const one of files) await transfer(one);
  };
  const cancel = (one) => {
    one.stopper.abort();
    drop(one);
  };
  return {uploads, add, cancel, transfer};
}

export function Upload({one: {name, done, problem, size}, cancel, retry}) {
  return html`<div class="bar"><${Icon} name="file" size="16" /><span dir="auto">${name}</span>
    ${problem ? html`<b class="danger" role="alert">${problem}</b><button class="link" onClick=${retry}>Retry</button>`
      : html`<progress max=${size} value=${done} aria-label=${`Sending ${name}`}></progress><small>${sizeInWords(done)} of ${sizeInWords(size)}</small>`}
    <${IconButton} icon="close" size="16" label="Cancel" onClick=${cancel} /></div>`;
}
