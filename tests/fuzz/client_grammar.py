"""What a server says to a client, at random: real numerics and messages, and what no server should say."""

from __future__ import annotations

from random import Random

from tests.fuzz.grammar import ODD_TEXT, damaged, line_of, noise, one_of, some_of, text, weighted, words

nick = one_of(
    "me", "me", "alice", "alice", "bob", "eve", "Alice", "x" * 300, "NickServ", "irc.example", "", "*", "a,b"
)
channel = one_of("#a", "#a", "#a", "#b", "#A", "#new", "&local", "#" + "y" * 400, "", "*")
target = one_of("#a", "#a", "#b", "me", "me", "alice", "@#a", "~@#a", "#none", "*", "")
moment = one_of(
    "2023-11-14T22:13:20.000Z",
    "2023-11-14T22:13:21.500Z",
    "0001-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59.999Z",
    "2038-01-19T03:14:08.000Z",
    "1969-12-31T23:59:59.000Z",
    "2023-02-30T25:61:61.000Z",
    "x",
    "",
)
number = one_of("0", "1", "5", "1700000000", "-1", "x", "99999999999999999999", "1e400", "NaN", "²")
capability = one_of(
    *words(
        """
        message-tags server-time batch cap-notify echo-message labeled-response standard-replies sasl
        sasl=PLAIN,EXTERNAL multi-prefix extended-join draft/chathistory draft/event-playback
        draft/multiline=max-bytes=4096,max-lines=24 draft/multiline=max-bytes=x draft/read-marker
        draft/metadata-2 draft/metadata-3 hubbub.chat/room hubbub.chat/password hubbub.chat/callback
        sts=port=6697 = x=
        """
    ),
)
token = one_of(
    *words(
        """
        CASEMAPPING=ascii CASEMAPPING=rfc1459 CASEMAPPING=x CHANTYPES=# CHANTYPES= PREFIX=(qov)~@+
        PREFIX=( PREFIX= CHANMODES=b,k,l,imnpst CHANMODES=,,, STATUSMSG=~@+ MONITOR=5 MONITOR=0
        MONITOR=x LINELEN=99 USERLEN=400 HOSTLEN=999 hubbub.chat/ROOM=#a hubbub.chat/ROOM=
        hubbub.chat/HISTORY=all CHATHISTORY=10 CHATHISTORY=0 MSGREFTYPES=timestamp NETWORK=Net
        NETWORK=\\x20\\xff -CASEMAPPING TARGMAX=x NICKLEN=0
        """
    ),
)
source = one_of(
    "", ":s ", ":s ", ":alice!u@h ", ":alice!u@h ", ":bob!u@h ", ":me!u@h ", ":alice ", ":!@ ", ":: "
)
tag = one_of(
    *words(
        """
        batch=a batch=b batch=c label=r1 label=1 label=2 msgid=m1 msgid=m2 account=me account=* x
        +typing=active +typing=done +draft/react=x +draft/unreact=x +reply=m1 +draft/reply=m1
        +hubbub.chat/edit=m1 +hubbub.chat/id=1 draft/multiline-concat draft/chathistory-context bot
        """
    ),
    "msgid=" + "m" * 200,
    "+draft/react=" + "z" * 300,
    "label=$LABEL",
    "label=$LABEL",
)
mode = one_of(
    "+o alice", "-o me", "+b *!*@*", "+k key", "-k *", "+l 5", "+imnst", "-t", "+é", "+ooo a", "", "+b"
)


def _tags(random: Random) -> str:
    tags = [tag(random) for _ in range(random.choice((0, 0, 0, 1, 1, 2, 4)))]
    if random.random() < 0.3:
        tags.append(f"time={moment(random)}")
    return f"@{';'.join(tags)} " if tags else ""


WORDS = {
    "tags": _tags,
    "from": source,
    "nick": nick,
    "nicks": some_of(one_of("@alice", "+bob", "me", "~@+eve", "bob!u@h", "@", "!@"), 6, " "),
    "channel": channel,
    "channels": some_of(channel, 3),
    "target": target,
    "moment": moment,
    "number": number,
    "caps": some_of(capability, 6, " "),
    "tokens": some_of(token, 5, " "),
    "mode": mode,
    "text": text,
    "ref": one_of("a", "b", "c", ""),
    "kind": one_of(
        *words(
            """
        chathistory chathistory draft/multiline draft/chathistory-targets netsplit netjoin
        labeled-response hubbub.chat/x
        """
        ),
    ),
    "key": one_of("display-name", "avatar", "color", "status", "x"),
    "numeric": lambda random: f"{random.choice((random.randint(0, 999), random.randint(400, 502))):03}",
    "sub": one_of("LS", "LS *", "ACK", "NAK", "NEW", "DEL", "LIST"),
    "code": one_of("FAIL", "WARN", "NOTE"),
    "command": one_of(
        *words(
            """
        JOIN CHATHISTORY BATCH METADATA MARKREAD PRIVMSG NICK HUBBUB REDACT * AUTHENTICATE
        """
        ),
    ),
    "secret": one_of("START", "PARAMS abc 1024 8 1", "PARAMS x", "SHARE YWJj", "CONFIRM YWJj", "SUCCESS", ""),
}
TEMPLATES, WEIGHTS = weighted(
    [
        (20, "{tags}{from}PRIVMSG {target} :{text}"),
        (5, "{tags}{from}NOTICE {target} :{text}"),
        (4, "{tags}{from}TAGMSG {target}"),
        (2, "{tags}{from}REDACT {target} m1 :{text}"),
        (8, "{tags}{from}JOIN {channels}"),
        (2, "{tags}{from}JOIN {channel} account :{text}"),
        (5, "{tags}{from}PART {channels} :{text}"),
        (4, "{tags}{from}QUIT :{text}"),
        (3, "{tags}{from}KICK {channel} {nick} :{text}"),
        (4, "{tags}{from}NICK {nick}"),
        (3, "{tags}{from}TOPIC {channel} :{text}"),
        (5, "{tags}{from}MODE {channel} {mode}"),
        (2, "{tags}{from}RENAME {channel} {channel} :{text}"),
        (3, "{tags}{from}INVITE {nick} {channel}"),
        (2, "{tags}{from}AWAY :{text}"),
        (1, "{tags}{from}ACCOUNT {nick}"),
        (1, "{tags}{from}CHGHOST u h"),
        (1, "{tags}{from}SETNAME :{text}"),
        (8, "{tags}:s BATCH +{ref} {kind} {target}"),
        (8, ":s BATCH -{ref}"),
        (3, "{tags}:s CHATHISTORY TARGETS {nick} {moment}"),
        (3, ":s 353 me = {channel} :{nicks}"),
        (3, ":s 366 me {channel} :End"),
        (2, ":s 352 me {channel} u h s {nick} {mode} :0 {text}"),
        (1, ":s 315 me {channel} :End"),
        (2, ":s 332 me {channel} :{text}"),
        (1, ":s 333 me {channel} {nick} {number}"),
        (1, ":s 324 me {channel} {mode}"),
        (2, ":s 367 me {channel} {nick} {nick} {number}"),
        (1, ":s 368 me {channel} :End"),
        (2, ":s 005 me {tokens} :are supported"),
        (1, ":s 311 me {nick} u h * :{text}"),
        (1, ":s 319 me {nick} :{channels}"),
        (1, ":s 317 me {nick} {number} {number} :idle"),
        (1, ":s 318 me {nick} :End"),
        (2, "{tags}:s MARKREAD {target} timestamp={moment}"),
        (2, "{tags}:s METADATA {target} {key} * :{text}"),
        (1, ":s 774 me {target} {number}"),
        (1, ":s 730 me :{nick}!u@h"),
        (1, ":s 731 me :{nick}"),
        (2, "{tags}:s {code} {command} {key} {target} :{text}"),
        (6, "{tags}:s {numeric} me {target} :{text}"),
        (2, "{tags}:s {numeric} {target} {nick} {channel} {number} :{text}"),
        (2, ":s CAP me {sub} :{caps}"),
        (1, "AUTHENTICATE {secret}"),
        (1, ":s HUBBUB PASSWORD {secret}"),
        (1, ":s HUBBUB OWNER"),
        (1, ":s HUBBUB BAN LISTED abcd bob Bob me 1700000000 ach :{text}"),
        (1, ":s HUBBUB BAN END"),
        (1, ":s HUBBUB MUTED #a bob 60 ~m:~a:bob"),
        (1, "{tags}:s HUBBUB CREATE {channel}"),
        (1, ":s HUBBUB HISTORY {channel} none"),
        (2, "{tags}:s 322 me {channel} {number} :{text}"),
        (1, ":s 323 me :End"),
        (1, ":s HUBBUB CALLBACK 6667 10.0.0.1 ::1 {secret}"),
        (2, "{from}PING :{text}"),
        (3, ":s PONG s :{text}"),
        (3, ":s PONG s :$PING"),
        (1, "{from}WALLOPS :{text}"),
        (1, "{tags}ACK"),
    ]
)
_ENDS = ("ERROR :{text}", ":s KILL me :{text}", "ERROR", ":s 465 me :banned")
# One thing said very often; `%d` counts.
FLOODS = (
    ":me!u@h JOIN #f%d",
    ":p%d!u@h PRIVMSG me :hello",
    ":p%d!u@h INVITE me #f%d",
    ":alice!u@h INVITE me #f%d",
    ":p%d!u@h JOIN #a",
    ":s 353 me = #a :a%d b%d c%d d%d",
    ":s CAP me NEW :x%d",
    ":s CAP me LS * :x%d y%d",
    ":s 005 me X%d=%d :are supported",
    ":s 367 me #a *!*@%d x 1",
    ":s BATCH +f%d draft/multiline #a",
    ":s MARKREAD #f%d timestamp=2023-11-14T22:13:20.000Z",
    ":s METADATA p%d color * :%d",
    ":s 319 me alice :#c%d",
    ":s 322 me #f%d 5 :topic",
    ":s 730 me :p%d!u@h",
    "@+typing=active :p%d!u@h TAGMSG me",
    ":p%d!u@h PRIVMSG #f%d :hello",
    ":p%d!u@h NICK q%d",
    ":s 774 me p%d 5",
    ":s FAIL X Y%d :what",
    ":me!u@h NICK me%d",
    ":x!u@h RENAME #a #a%d :r",
    ":s PING :%d",
    ":alice!u@h PRIVMSG me :\x01VERSION %d\x01",
)


def line(random: Random) -> bytes:
    """One line without its end. `$LABEL` and `$PING` stand for what the client sent last."""
    dice = random.random()
    if dice < 0.9:
        template = random.choices(TEMPLATES, cum_weights=WEIGHTS)[0]
        if random.random() < 0.002:
            template = random.choice(_ENDS)
        return line_of(random, template, WORDS).encode(errors="replace")
    if dice < 0.97:
        template = random.choices(TEMPLATES, cum_weights=WEIGHTS)[0]
        return damaged(random, line_of(random, template, WORDS).encode(errors="replace"))
    if dice < 0.985:
        return random.choice(ODD_TEXT).encode(errors="replace")
    return noise(random)
