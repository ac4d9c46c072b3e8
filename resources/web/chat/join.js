// The way in: a name, a password where the room has one, and what is true of this connection.
import {useEffect, useRef, useState} from "preact/hooks";
import {html, Icon, NOT_ENCRYPTED} from "./html.js";

const PROBLEMS = {
  password: "That is not the room’s password. Ask the host for it.",
  banned: "You are banned from this room.",
  name: "That name is taken here. Choose another one.",
  unusable: "That name cannot be used here. Choose another one.",
  locked: "The room is locked: nobody new gets in. Ask the host.",
  full: "The room is full. Try again later.",
};

function problemOf({problem}) {
  if (!problem) return "";
  if (problem.kind !== "removed") return PROBLEMS[problem.kind] ?? problem.text;
  const reason = problem.text && problem.text !== problem.by ? ` ${problem.text}` : "";
  return `You were removed from the room by ${problem.by}.${reason}`;
}

// `known`: the name that is kept here or was brought, or null. `start(name, {password, keeps})`.
export function JoinCard({session, site, known, start}) {
  const [name, setName] = useState(session.wanted || known?.name || "");
  const [password, setPassword] = useState(""), [keeps, setKeeps] = useState(true);
  const field = useRef(), secret = useRef();
  const isBusy = session.phase === "connecting";
  const problem = problemOf(session);
  useEffect(() => { if (!isBusy) (session.problem?.kind === "password" ? secret : field).current?.focus(); }, [isBusy]);
  if (site.password === "refused") return html`<${EncryptedOnly} />`;
  const go = (event) => {
    event.preventDefault();
    if (name.trim() && !isBusy) start(name.trim(), {password, keeps});
  };
  return html`<section><form onSubmit=${go}><h2>Join here</h2>
    <label>Your name<input ref=${field} value=${name} maxlength="40" autocomplete="nickname" enterkeyhint="go" dir="auto" required
      onInput=${(event) => setName(event.target.value)} /></label>
    ${site.password === "asked" && html`<label>Password of the room<input ref=${secret} type="password" value=${password} autocomplete="current-password"
      onInput=${(event) => setPassword(event.target.value)} /></label>`}
    ${problem && html`<p class="problem" role="alert">${problem}</p>`}
    <label class="check"><input type="checkbox" checked=${keeps} onChange=${(event) => setKeeps(event.target.checked)} /> Keep my name on this device</label>
    <p class="act"><button class="primary" disabled=${isBusy}>${isBusy ? "Joining…" : "Join"}</button></p>
    <${Encryption} site=${site} /></form></section>`;
}

const encryptedPage = () => `https://${location.host}/${location.hash}`;

// A room with a password, opened by http: whoever reads along would have the password.
function EncryptedOnly() {
  return html`<section><h2>Join here</h2><p>This room has a password, so browsers join it over an encrypted connection only.</p>
    <p class="act"><a class="primary" href=${encryptedPage()}>Open the encrypted page</a></p>
    <p>${WARNING} Or join with Hubbub, below.</p></section>`;
}

const WARNING = "Your browser will warn you first, as the room’s certificate was made by the host’s own computer. That is expected: choose “Advanced” and go on.";

function Encryption({site}) {
  const [isOpen, open] = useState(false);
  if (site.secure) return site.secure === "yes" && html`<p class="hint"><${Icon} name="lock" size="16" /> Encrypted</p>`;
  return html`<div class="hint"><${Icon} name="unlock" size="16" /> ${NOT_ENCRYPTED}
    <button type="button" class="link" aria-expanded=${isOpen} onClick=${() => open(!isOpen)}>Encrypted…</button>
    ${isOpen && html`<p>${WARNING} To be sure that it is the host, compare the certificate’s SHA-256 with what the host sees.</p>
      <p><a href=${encryptedPage()}>Open the encrypted page</a></p>`}</div>`;
}
