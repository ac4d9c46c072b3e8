// The link that opens Hubbub, and what is said where there is none.
// The link to this page has the fingerprint of the host's certificate behind its #, which browsers send to nobody.
const open = document.getElementById("open"), missing = document.getElementById("missing");
const link = open.href;

function follow() {
  const found = location.hash.slice(1);
  open.href = /^[A-Za-z0-9_-]{43}$/.test(found) ? `${link}?fp=${inHex(found)}` : link;
}

function inHex(text) {
  const bytes = atob(text.replace(/-/g, "+").replace(/_/g, "/") + "=");
  return [...bytes].map((each) => each.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

open.addEventListener("click", () => {
  missing.hidden = true;
  // Whoever sees this page then, and not a question of the browser or Hubbub, has none.
  setTimeout(() => { missing.hidden = document.hidden || !document.hasFocus(); }, 1500);
});
addEventListener("hashchange", follow);
follow();

export function linkToHubbub() {
  return open.href;
}

// The sign at the head of the page is its icon, so that the browser asks for none.
const icon = document.createElement("link");
icon.rel = "icon";
icon.href = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(document.querySelector("header svg"))],
  {type: "image/svg+xml"}));
document.head.append(icon);
