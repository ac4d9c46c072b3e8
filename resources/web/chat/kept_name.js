// The name that this browser keeps for this hub, and the link that takes it to another device.

const keyOf = (site) => `hubbub:${site.fingerprint || site.channel}`;

// {name, nick, account, secret, salt, iterations, clientKey, serverKey}, or null.
export function readKept(site) {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(site)));
    const isWhole = ["name", "account", "salt", "clientKey", "serverKey"].every((key) => typeof kept?.[key] === "string");
    return isWhole && kept.iterations > 0 ? kept : null;
  } catch {
    return null;
  }
}

export function keepName(site, kept) {
  try {
    if (kept) localStorage.setItem(keyOf(site), JSON.stringify(kept));
    else localStorage.removeItem(keyOf(site));
  } catch {
    // a browser that keeps nothing for pages
  }
}

export function linkForOthers({name, account, secret}) {
  return `${location.origin}/#${new URLSearchParams({name, account, key: secret})}`;
}

// What the address of this page has brought from another device, {name, account, secret}; it is taken off the address.
export function broughtName() {
  const words = new URLSearchParams(location.hash.slice(1));
  const [name, account, secret] = ["name", "account", "key"].map((key) => words.get(key) ?? "");
  if (!name || !account || !/^[a-z2-7]{32}$/.test(secret)) return null;
  history.replaceState(null, "", location.pathname);
  return {name, account, secret};
}
