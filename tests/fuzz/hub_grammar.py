"""What clients say to a hub, at random: every command with words that fit it, and some that do not."""

from __future__ import annotations

import base64
from random import Random

from app.hub.commands.command_table import TABLE
from tests.fuzz.grammar import ODD_TEXT, damaged, line_of, noise, one_of, some_of, text, weighted, words

# Nobody may ever hear these but who said them.
ROOM_PASSWORD, ACCOUNT_PASSWORD, OWNER_SECRET, OPER_PASSWORD = (
    "pw0Room9",
    "pw1Account9",
    "pw2Owner9",
    "pw3Oper9",
)
PASSWORDS = (ROOM_PASSWORD, ACCOUNT_PASSWORD, OWNER_SECRET, OPER_PASSWORD)
# Nobody may hear this who is not in a channel that has it.
CHANNEL_KEY = "key4Channel9"
OPERATOR = "root"
ACTORS = 10
NICKS = ("mara", "mod", "bob", "ann", "out", "joe", "eve", "zed")
CHANNELS = ("#hubbub", "#secret", "#invited", "#keyed", "#talk", "#new")

nick = one_of(*NICKS, *NICKS, "Bob", "b0b", "bоb", "Mara_", "root", "0", "nobody", "*", "NickServ", "ä" * 20)
channel = one_of(*CHANNELS, *CHANNELS, "#Secret", "#", "&x", "#" + "x" * 70, "#ümlaut", "no")
target = one_of(*CHANNELS, *CHANNELS, *NICKS, "@#talk", "+#secret", "~#hubbub", "#none", "*", "hub")
number = one_of("50", "50", "20", "100", "0", "1", "5", "50", "1000", "-1", "x", "99999999999999999999")
moment = one_of(
    "*",
    "timestamp=2023-11-14T22:13:20.000Z",
    "timestamp=0001-01-01T00:00:00.000Z",
    "timestamp=9999-12-31T23:59:59.999Z",
    "timestamp=x",
    "msgid=$MSGID",
    "msgid=x",
)
mask = one_of(
    "*!*@*",
    "bob!*@*",
    "*@10.0.0.*",
    "~m:*!*@*",
    "~a:mod",
    "~m:~a:mod",
    "m*a",
    "*" * 60,
    "*a" * 90,
    "\\*",
    "~x:y",
)
caps = some_of(
    one_of(
        *words(
            """
        message-tags server-time batch echo-message labeled-response multi-prefix sasl setname chghost
        away-notify account-notify extended-join invite-notify standard-replies userhost-in-names
        draft/chathistory draft/event-playback draft/multiline draft/metadata-2 draft/metadata-3
        draft/read-marker draft/channel-rename draft/message-redaction extended-monitor hubbub.chat/room
        hubbub.chat/callback
        draft/pre-away draft/account-registration cap-notify account-tag no-implicit-names -batch nosuch
        """
        ),
    ),
    8,
    " ",
)
mode = one_of(
    *("+o {nick}", "-o {nick}", "+v {nick}", "+q {nick}", "-q {nick}", "+b {mask}", "-b {mask}", "+e {mask}"),
    *(
        "+I {mask}",
        "b",
        "e",
        "I",
        f"+k {CHANNEL_KEY}",
        f"-k {CHANNEL_KEY}",
        "+l {number}",
        "-l",
        "+i",
        "-i",
        "+s",
    ),
    *(
        "-s",
        "+m",
        "-m",
        "+n",
        "-n",
        "+t",
        "-t",
        "+C",
        "+M",
        "-M",
        "+R",
        "-R",
        "+zx",
        "+ovo {nick} {nick} {nick}",
    ),
    *("+bbb {mask} {mask} {mask}", "-o+v {nick} {nick}", "+", ""),
)


def _plain(random: Random) -> str:
    who = random.choice(("mod", "joe", "bob", "", "nobody"))
    secret = random.choice((ACCOUNT_PASSWORD, "wrong", ""))
    return base64.b64encode(f"{random.choice((who, ''))}\0{who}\0{secret}".encode()).decode()


WORDS = {
    "nick": nick,
    "nicks": some_of(nick, 4),
    "channel": channel,
    "channels": some_of(channel, 4),
    "target": target,
    "targets": some_of(target, 3),
    "number": number,
    "moment": moment,
    "mask": mask,
    "masks": some_of(mask, 4),
    "caps": caps,
    "text": text,
    "mode": lambda random: line_of(random, mode(random), WORDS),
    "plain": _plain,
    "key": one_of("color", "display-name", "avatar", "x", "", "a" * 70, "é"),
    "keys": some_of(one_of("color", "display-name", "avatar", "*", "a/b"), 3, " "),
    "secret": one_of(ACCOUNT_PASSWORD, "short", "x" * 400),
    "room_password": one_of(ROOM_PASSWORD, "wrong"),
    "owner": one_of(OWNER_SECRET, "wrong"),
    "mechanism": one_of("PLAIN", "EXTERNAL", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS", "*", "+", "biws", "x"),
    "channel_key": one_of(CHANNEL_KEY, "wrong", ""),
    "ref": one_of("r1", "r2", ""),
    "step": one_of("START", "SHARE YWJj", "SHARE x", "CONFIRM YWJj", "CONFIRM", "x"),
}
TEMPLATES, WEIGHTS = weighted(
    [
        (24, "PRIVMSG {targets} :$MARK {text}"),
        (6, "NOTICE {targets} :$MARK {text}"),
        (3, "@+draft/react=$MARK;+reply=$MSGID TAGMSG {target}"),
        (2, "@+typing=active TAGMSG {target}"),
        (3, "@+hubbub.chat/edit=$MSGID PRIVMSG {target} :$MARK {text}"),
        (3, "@+hubbub.chat/id={ref};label={ref} PRIVMSG {target} :$MARK {text}"),
        (3, "REDACT {target} $MSGID :{text}"),
        (10, "JOIN {channels} {channel_key}"),
        (3, "JOIN #secret,#talk,#keyed,#new {channel_key}"),
        (6, "JOIN {channel}"),
        (5, "PART {channels} :{text}"),
        (1, "JOIN 0"),
        (4, "KICK {channel} {nicks} :{text}"),
        (3, "INVITE {nick} {channel}"),
        (12, "MODE {channel} {mode}"),
        (2, "MODE {nick} {mode}"),
        (4, "TOPIC {channel} :{text}"),
        (2, "TOPIC {channel}"),
        (4, "NICK {nick}"),
        (2, "NAMES {channels}"),
        (2, "LIST {masks}"),
        (1, "LIST >{number},U<{number},C>{number}"),
        (3, "WHO {target} {key}"),
        (1, "WHO {mask} %tcuihsnfdlaor,7"),
        (2, "WHOIS {nicks}"),
        (1, "WHOWAS {nick} {number}"),
        (6, "CHATHISTORY LATEST {target} {moment} {number}"),
        (3, "CHATHISTORY BEFORE {target} {moment} {number}"),
        (2, "CHATHISTORY BETWEEN {target} {moment} {moment} {number}"),
        (2, "CHATHISTORY AROUND {target} {moment} {number}"),
        (2, "CHATHISTORY TARGETS {moment} {moment} {number}"),
        (2, "MARKREAD {target} {moment}"),
        (3, "METADATA {target} SET {key} :{text}"),
        (1, "METADATA {target} GET {keys}"),
        (1, "METADATA {target} LIST"),
        (1, "METADATA * SUB {keys}"),
        (1, "METADATA {target} SYNC"),
        (1, "METADATA {target} CLEAR"),
        (2, "MONITOR + {nicks}"),
        (1, "MONITOR - {nicks}"),
        (1, "MONITOR {ref}"),
        (3, "AWAY :{text}"),
        (1, "AWAY"),
        (1, "SETNAME :{text}"),
        (1, "@label={ref} BATCH +{ref} draft/multiline {target}"),
        (2, "@batch={ref} PRIVMSG {target} :$MARK {text}"),
        (1, "@batch={ref};draft/multiline-concat PRIVMSG {target} :$MARK {text}"),
        (1, "BATCH -{ref}"),
        (2, "RENAME {channel} {channel} :{text}"),
        (2, "CAP REQ :{caps}"),
        (1, "CAP LS 302"),
        (1, "CAP LIST"),
        (1, "CAP END"),
        (2, "AUTHENTICATE {mechanism}"),
        (2, "AUTHENTICATE {plain}"),
        (1, "PASS {room_password}"),
        (1, "REGISTER * * {secret}"),
        (1, "REGISTER {nick} * {secret}"),
        (1, "HUBBUB OWNER {owner}"),
        (1, "HUBBUB PASSWORD {step}"),
        (1, "HUBBUB CALLBACK 6667 10.0.0.1 RIGHT"),
        (1, "HUBBUB BAN ADD {nick} * * :{text}"),
        (1, "HUBBUB BAN LIST"),
        (1, "HUBBUB MUTE {channel} {nick} * * 60"),
        (1, "HUBBUB CREATE none INVITED :{text}"),
        (1, "HUBBUB DECLINE {channel}"),
        (1, "HUBBUB CREATE all OPEN :{text}"),
        (1, f"OPER {OPERATOR} {OPER_PASSWORD}"),
        (1, "KILL {nick} :{text}"),
        (1, "WALLOPS :$MARK {text}"),
        (1, "USER u 0 * :{text}"),
        (1, "QUIT :{text}"),
        (1, "PING {text}"),
        (1, "PONG hub"),
        (1, "HELP MODE"),
        (1, "USERHOST {nick} {nick}"),
        (1, "LUSERS"),
    ]
)
_ANY = (*NICKS, *CHANNELS, *ODD_TEXT[1:4], "+o", "-b", "*", "0", "1", "$MSGID", "SET", "END", "LS", "a,b,,c")
_COMMANDS = sorted(TABLE)


def line(random: Random) -> bytes:
    """One line without its end. `$MSGID` stands for an id heard before, `$MARK` for what tells it apart."""
    dice = random.random()
    if dice < 0.86:
        return line_of(random, random.choices(TEMPLATES, cum_weights=WEIGHTS)[0], WORDS).encode(
            errors="replace"
        )
    if dice < 0.93:
        said = " ".join(random.choice(_ANY) for _ in range(random.randint(0, 5)))
        return f"{random.choice(_COMMANDS)} {said} :{text(random)}".encode(errors="replace")
    if dice < 0.98:
        # not what holds a secret: damage may turn its command into one that others hear
        template = random.choice(
            [each for each in TEMPLATES[:40] if "key" not in each and "mode" not in each]
        )
        return damaged(random, line_of(random, template, WORDS).encode(errors="replace"))
    return noise(random)


def multiline(random: Random) -> list[bytes]:
    """The lines of one message of several lines, whole or nearly so."""
    whom, ref = target(random), random.choice(("r1", "r2"))
    lines = [f"@label=l{ref} BATCH +{ref} draft/multiline {whom}"]
    for _ in range(random.randint(1, 5)):
        concat = random.choice(("", ";draft/multiline-concat"))
        lines.append(f"@batch={ref}{concat} PRIVMSG {whom} :$MARK {text(random)}")
    lines.append(f"BATCH -{ref}")
    if random.random() < 0.1:
        del lines[random.randrange(len(lines))]
    return [each.replace("\r", "").replace("\n", "").encode(errors="replace") for each in lines]
