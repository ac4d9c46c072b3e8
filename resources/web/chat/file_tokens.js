// Tokens by which this page sends files: one for each, asked for in turn. https://github.com/ircv3/ircv3-specifications/pull/602

import {NOT_CONNECTED} from "./connection.js";
import {BROKEN} from "./files.js";

const waiters = new WeakMap();  // session -> those who have asked, in their order

// Resolves to a token for one file; rejects with a sentence.
export function askToken(session) {
  return new Promise((resolve, reject) => {
    if (session.phase !== "online" || !session.send("TOKEN", ["GENERATE", "FILEHOST"])) {
      reject(NOT_CONNECTED);
      return;
    }
    waiters.set(session, [...(waiters.get(session) ?? []), {resolve, reject}]);
  });
}

export function takesFiles(session) {
  return session.tokens.has("soju.im/FILEHOST") && session.offered.has("draft/authtoken");
}

export function giveUpTokens(session) {
  (waiters.get(session) ?? []).forEach((each) => each.reject(BROKEN));
  waiters.delete(session);
}

function next(session) {
  return waiters.get(session)?.shift();
}

export const FILE_ROWS = {
  lines: {TOKEN: (session, message) => next(session)?.resolve(message.params[message.params.length - 1])},
  failures: {TOKEN: (session, message) => next(session)?.reject(message.params[message.params.length - 1])},
};
