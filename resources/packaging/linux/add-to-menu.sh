#!/bin/sh
# Puts this copy of Hubbub into the menu of the person who runs it, with the links that it opens (hubbub://, irc://,
# ircs://). `add-to-menu.sh --remove` takes it out again. Nothing outside of the home folder is touched.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
id=chat.hubbub.Hubbub
data=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$data/applications/$id.desktop
icon=$data/icons/hicolor/scalable/apps/$id.svg
metainfo=$data/metainfo/$id.metainfo.xml

if [ "${1:-}" = --remove ]; then
  rm -f "$entry" "$icon" "$metainfo"
else
  mkdir -p "$(dirname "$entry")" "$(dirname "$icon")" "$(dirname "$metainfo")"
  # Desktop Entry Specification: in a quoted argument ", `, $ and \ have a \ before them; each \ is doubled
  program=$(printf '%s' "$here/hubbub" | sed -e 's/\\/&&&&/g' -e 's/["`$]/\\\\&/g' -e 's/%/%%/g' -e 's/[&|\\]/\\&/g')
  sed -e "s|^Exec=hubbub |Exec=\"$program\" |" -e '/^TryExec=/d' "$here/$id.desktop" >"$entry.new"
  mv "$entry.new" "$entry"
  cp "$here/$id.svg" "$icon"
  cp "$here/$id.metainfo.xml" "$metainfo"
fi
command -v update-desktop-database >/dev/null && update-desktop-database -q "$data/applications" || true
