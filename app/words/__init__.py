"""Every sentence that a person reads, by subject, each under a name. QtCore at most.

One is written down as `NAME = tr("Words for {who}")` and said as `subject_words.NAME(who=nick)`, whenever it
is shown. `pyside6-lupdate app/words` extracts what `tr` is given, and nothing else in the program is
translated. What a hub says on the wire and what is printed without a window is English and stands there.
"""
