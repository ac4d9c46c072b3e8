// Beside the conversation: who is in it, and the list of conversations.
import {useEffect, useRef} from "preact/hooks";
import {Drop, html, Icon, IconButton} from "./html.js";
import {roleOf} from "./people.js";

const PLAIN = "in a browser, not encrypted";
const GROUPS = [["Host", "Hosts", "host"], ["Moderator", "Moderators", "moderator"], ["Member", "Members", ""]];

export function People({place, session, talk, close}) {
  const box = useRef();
  // a panel above the conversation has the focus
  useEffect(() => { if (getComputedStyle(box.current).position === "fixed") box.current.querySelector("button").focus(); }, []);
  const everybody = [...place.people.values()].map((each) => ({...each, name: session.name(each.nick)}))
    .sort((one, other) => one.name.localeCompare(other.name));
  return html`<section class="people" ref=${box} aria-label="People" onKeyDown=${(event) => event.key === "Escape" && close()}>
    <header><h2>People</h2><${IconButton} icon="close" label="Close" onClick=${close} /></header>
    ${GROUPS.map(([one, several, role]) => {
      const people = everybody.filter((each) => roleOf(each) === role);
      return people.length > 0 && html`<h3 key=${one}>${people.length > 1 || !role ? several : one} ${people.length > 1 && html`<small>${people.length}</small>`}</h3>
        <ul>${people.map((each) => html`<${Person} key=${each.nick} ...${{each, role, session, talk}} />`)}</ul>`;
    })}</section>`;
}

function Person({each: {nick, name}, role, session, talk}) {
  const {color, away, isPlain} = session.profile(nick), isOwn = session.isOwn(nick);
  const shown = html`<${Drop} name=${name} by=${session.colouredBy(nick)} colour=${color} away=${away} size="small" />
    <span class="who" dir="auto">${name}</span><small>${[isOwn && "you", away && "away"].filter(Boolean).join(", ")}</small>
    ${isPlain && html`<span role="img" title=${PLAIN} aria-label=${PLAIN}><${Icon} name="unlock" size="16" /></span>`}
    ${role && html`<${Icon} name=${role} size="20" />`}`;
  return html`<li>${isOwn ? html`<div class="person">${shown}</div>`
    : html`<button class="person" title="Message" onClick=${() => talk(nick)}>${shown}</button>`}</li>`;
}

// There is a list as soon as there is more than one conversation.
export function Rooms({session, show}) {
  const places = [...session.conversations.values()].filter((each) =>
    each.isChannel ? each.wasInside : each.lines.length || each === session.current);
  if (places.length < 2) return null;
  return html`<nav class="rooms" aria-label="Rooms">${places.map((each) => html`<button key=${each.name} onClick=${() => show(each)}
      aria-current=${each === session.current} class=${each.unread ? "unread" : ""}>
    ${each.isChannel ? html`<${Icon} name="room" size="20" />` : html`<${Drop} name=${session.name(each.name)} by=${session.colouredBy(each.name)} size="tiny" />`}
    <span dir="auto">${session.title(each)}</span>
    ${each.unread > 0 && html`<b class=${each.mentions ? "badge mention" : "badge"}>${each.mentions && each.isChannel ? `@${each.mentions}` : each.unread > 99 ? "99+" : each.unread}</b>`}
  </button>`)}</nav>`;
}
