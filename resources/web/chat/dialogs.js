// What opens above the page: menus, questions, pictures, the link for another device.
import {useLayoutEffect, useRef, useState} from "preact/hooks";
import {pathOf} from "./files.js";
import {html, IconButton} from "./html.js";
import {linkForOthers, readKept} from "./kept_name.js";

const KEYS = {ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1};

// A list of buttons with keys as in any menu. The focus goes back to where it was.
export function Menu({label, close, children}) {
  const box = useRef(), [isUp, turnUp] = useState(false);
  useLayoutEffect(() => {
    const opener = document.activeElement;
    const away = (event) => {
      if (!box.current?.contains(event.target) && !opener?.contains(event.target)) close();
    };
    box.current.querySelector("[role=menuitem]")?.focus({preventScroll: true});
    turnUp(box.current.getBoundingClientRect().bottom > innerHeight - 70);
    document.addEventListener("pointerdown", away);
    return () => {
      document.removeEventListener("pointerdown", away);
      if (!document.activeElement || document.activeElement === document.body) opener?.focus?.({preventScroll: true});
    };
  }, []);
  const onKey = (event) => {
    const items = [...box.current.querySelectorAll("[role=menuitem]")];
    const at = items.indexOf(document.activeElement);
    if (event.key === "Escape" || event.key === "Tab") close();
    else if (event.key === "Home") items[0].focus();
    else if (event.key === "End") items[items.length - 1].focus();
    else if (KEYS[event.key]) items[(at + KEYS[event.key] + items.length) % items.length].focus();
    else return;
    event.stopPropagation();
    if (event.key !== "Tab") event.preventDefault();
  };
  return html`<div class="shade" onClick=${close}></div>
    <div class=${isUp ? "menu up" : "menu"} ref=${box} role="menu" aria-label=${label} onKeyDown=${onKey}>${children}</div>`;
}

// A dialog of the browser's own: it keeps the focus inside, and Escape closes it.
export function Sheet({kind, label, close, children}) {
  const box = useRef();
  useLayoutEffect(() => {
    const dialog = box.current;
    if (dialog.showModal) dialog.showModal();
    else dialog.setAttribute("open", "");
    dialog.querySelector("[data-first]")?.focus();
    return () => dialog.close?.();  // gives the focus back
  }, []);
  return html`<dialog ref=${box} class=${kind} aria-label=${label} onClose=${close}
    onClick=${(event) => event.target === box.current && close()}>${children}</dialog>`;
}

// A question with a harmless answer, which has the focus.
export function Question({text, yes, act, close}) {
  return html`<${Sheet} kind="question" label=${text} close=${close}><p>${text}</p><p class="act">
    <button data-first onClick=${close}>Cancel</button> <button class="danger" onClick=${() => { close(); act(); }}>${yes}</button></p></${Sheet}>`;
}

export function Viewer({file, close}) {
  const path = pathOf(file.id, file.name);
  return html`<${Sheet} kind="viewer" label=${file.name} close=${close}><img src=${path} alt=${file.name} />
    <p><span dir="auto">${file.name}</span> <a href=${path} download=${file.name}>Save</a>
      <${IconButton} icon="close" label="Close" data-first onClick=${close} /></p></${Sheet}>`;
}

export function KeepName({site, close}) {
  const kept = readKept(site), [said, say] = useState("");
  const link = kept?.secret && linkForOthers(kept);
  return html`<${Sheet} kind="question" label="Keep my name on another device" close=${close}><h2>Keep my name on another device</h2>
    ${link ? html`<p>Open this link there, in a browser on the same network. Whoever has it can be you here: show it to nobody else.</p><code>${link}</code>`
      : html`<p>Your name is not kept, you are a guest. Leave, and choose <b>Keep my name on this device</b> when you join.</p>`}
    <p class="act"><span role="status">${said}</span> ${link && html`<button onClick=${() => say(copied(link))}>Copy</button>`}
      <button class="primary" data-first onClick=${close}>Close</button></p></${Sheet}>`;
}

// Copies; gives the sentence that says so. A page that came over http may use the clipboard only like this.
export function copied(text) {
  const box = document.createElement("textarea"), before = document.activeElement;
  box.value = text;
  (document.querySelector("dialog[open]") ?? document.body).append(box);  // what is behind a dialog cannot be chosen
  box.select();
  const isDone = document.execCommand("copy");
  box.remove();
  before?.focus?.({preventScroll: true});
  return isDone ? "Copied" : "This browser does not let pages copy.";
}
