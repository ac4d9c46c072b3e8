// A WebSocket to the hub, which is opened again after a pause when it broke, and asked whether its other end is still there.
import {formatLine} from "./wire.js";

const ASK_AFTER = 30_000;  // ms that a connection may be silent before it is asked
const PATIENCE = 15_000;  // ms that it may then not answer
const WAKING = 4000;  // the same for a page that was not seen for a while
const LOOKS = 5000;
const PAUSES = [0, 1, 2, 4, 8, 15];  // seconds before a further try

export const NOT_CONNECTED = "You are not connected. Try again when you are back.";

export class Connection {
  // `on`: {opened(), data(text), broken(), looked()}. `broken` is called once for each socket that ends by itself.
  constructor(address, on) {
    this.address = address;
    this.on = on;
    this.socket = null;
    this.tries = 0;
  }

  open() {
    this.close();
    const socket = new WebSocket(this.address, ["text.ircv3.net"]);
    const mine = (handler) => (event) => { if (this.socket === socket) handler(event); };
    this.socket = socket;
    this.heard = Date.now();
    socket.onopen = mine(() => this.on.opened());
    socket.onmessage = mine((event) => {
      this.heard = Date.now();
      this.on.data(String(event.data));
    });
    socket.onclose = mine(() => this.cutOff());
    this.watch = setInterval(() => this.look(), LOOKS);
  }

  // Open it again, later each time; `settled` says that it has held.
  retry() {
    const pause = PAUSES[Math.min(this.tries++, PAUSES.length - 1)] * 1000;
    this.timer = setTimeout(() => this.open(), pause * (0.75 + Math.random() / 2));
  }

  settled() {
    this.tries = 0;
  }

  close() {
    const socket = this.socket;
    clearInterval(this.watch);
    clearTimeout(this.timer);
    clearTimeout(this.waking);
    this.socket = null;
    socket?.close();
  }

  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  // Whether the line went out.
  send(command, params = [], tags = {}) {
    if (!this.isOpen) return false;
    this.socket.send(formatLine(command, params, tags));
    return true;
  }

  // Phones end connections without a word while their screen is off: the page is seen again, or the network is back.
  wake() {
    if (!this.isOpen) {
      this.tries = 0;
      this.open();
      return;
    }
    const asked = Date.now();
    this.send("PING", ["awake"]);
    clearTimeout(this.waking);
    this.waking = setTimeout(() => { if (this.heard < asked) this.cutOff(); }, WAKING);
  }

  look() {
    const silence = Date.now() - this.heard;
    if (silence > ASK_AFTER + PATIENCE) this.cutOff();
    else if (silence > ASK_AFTER) this.send("PING", ["awake"]);
    this.on.looked();
  }

  cutOff() {
    this.close();
    this.on.broken();
  }
}
