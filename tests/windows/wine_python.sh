#!/usr/bin/env bash
# A Windows Python 3.11 with Hubbub's dependencies, run by Debian 12's Wine 8. Everything comes from apt and PyPI.
#
#   apt-get install --no-install-recommends wine64 gcc-mingw-w64-x86-64-posix unzip
#       for windows on Xvfb also: xvfb libxcomposite1 libxcursor1 libxfixes3 libxi6 libxinerama1 libxrandr2 libxrender1
#   wine_python.sh DIR CHECKOUT       makes DIR (needs python3.11 with pip; 150 MB to download, 1.1 GB on the disk)
#   DIR/python -m pytest tests/hub    from then on; DIR/python main.py, DIR/python -m PyInstaller ...
#
# Known of Wine 8: Python's output must be a pipe, never a regular file (DIR/python sees to that); a display must be
# there (DISPLAY) when the prefix's first process starts; Qt's network list manager loops for ever, so it is left out;
# variables that begin with QT_ are kept from Windows programs unless WINE is put before them. Qt finds no OpenSSL there,
# as on Windows itself. pytest wants --basetemp, with its own folder a warning ends the run.
set -euo pipefail
dir=$(realpath -m "$1") checkout=$(realpath "$2") host=${PYTHON:-python3}
py=$dir/py site=$dir/py/Lib/site-packages work=$dir/work cc=x86_64-w64-mingw32-gcc
for tool in "$cc" unzip /usr/lib/wine/wine64; do command -v "$tool" >/dev/null || { echo "missing: $tool" >&2; exit 2; }; done
[ "$("$host" -c 'import sys; print("%d.%d" % sys.version_info[:2])')" = 3.11 ] || { echo "python 3.11 is needed" >&2; exit 2; }
mkdir -p "$py/DLLs" "$site" "$work"
wheels=(--quiet --disable-pip-version-check --only-binary=:all: --platform win_amd64 --python-version 3.11 --implementation cp)

# 1. The interpreter: panda3d's wheel carries python.org's 3.11.9 (DLL, extension modules, OpenSSL, SQLite); the pure
#    modules are this machine's, of the same minor version.
"$host" -m pip download "${wheels[@]}" --no-deps -d "$work" panda3d==1.10.16
unzip -q -j -o "$work"/panda3d-*.whl 'deploy_libs/*' -x '*/api-ms*' '*/tcl86t.dll' '*/tk86t.dll' '*/_tkinter.pyd' -d "$py/DLLs"
mv "$py"/DLLs/python311.dll "$py"/DLLs/VCRUNTIME140.dll "$py"
stdlib=$("$host" -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
tar -C "$stdlib" -c --exclude=__pycache__ --exclude='*-packages' --exclude=lib-dynload --exclude='config-*' --exclude=test \
  --exclude=idlelib --exclude=tkinter --exclude=turtledemo --exclude=ensurepip --exclude=EXTERNALLY-MANAGED . | tar -C "$py/Lib" -x

# 2. What no wheel has: the two programs, python3.dll, and two libraries of Windows 10 that Wine 8 lacks.
cat >"$work/python.c" <<'C'
#include <wchar.h>
__declspec(dllimport) int Py_Main(int, wchar_t **);
int wmain(int argc, wchar_t **argv) { return Py_Main(argc, argv); }
C
"$cc" -s -municode "$work/python.c" "$py/python311.dll" -o "$py/python.exe"
"$cc" -s -municode -mwindows "$work/python.c" "$py/python311.dll" -o "$py/pythonw.exe"
cat >"$work/icuuc.c" <<'C'
/* Qt6Core imports ICU's converters, for character sets that are neither UTF nor Latin-1: there are none. */
#define NONE(name) __declspec(dllexport) void *name(void) { return 0; }
NONE(ucnv_close) NONE(UCNV_FROM_U_CALLBACK_SUBSTITUTE) NONE(UCNV_TO_U_CALLBACK_SUBSTITUTE) NONE(ucnv_reset)
NONE(ucnv_getMaxCharSize) NONE(ucnv_getName) NONE(ucnv_getToUCallBack) NONE(ucnv_getFromUCallBack)
NONE(ucnv_setToUCallBack) NONE(ucnv_setFromUCallBack) NONE(ucnv_cbToUWriteUChars) NONE(ucnv_toUnicode)
NONE(ucnv_cbFromUWriteUChars) NONE(ucnv_toUCountPending) NONE(ucnv_fromUCountPending) NONE(ucnv_getStandardName)
NONE(ucnv_getAvailableName) NONE(ucnv_countAvailable) NONE(ucnv_fromUnicode)
__declspec(dllexport) void *ucnv_open(const char *name, int *error) { *error = 4; return 0; }
C
cat >"$work/bcryptprimitives.c" <<'C'
/* Rust programs (cryptography) take their random bytes from here. */
__declspec(dllimport) unsigned char __stdcall SystemFunction036(void *, unsigned long);
__declspec(dllexport) int ProcessPrng(void *data, unsigned long long size) { return SystemFunction036(data, (unsigned long)size); }
C
for name in icuuc bcryptprimitives; do
  "$cc" -shared -s -nostdlib -Wl,--entry=0 "$work/$name.c" -ladvapi32 -o "$py/$name.dll"
done

# forward DIR NAME LIBRARY: a library NAME.dll in DIR whose every function is the one of LIBRARY
forward() {
  { printf 'LIBRARY %s.dll\nEXPORTS\n' "$2"
    x86_64-w64-mingw32-objdump -p "$3" | awk -v to="$(basename "$3" .dll)" \
      '/^\[Ordinal\/Name Pointer\]/ { on = 1; next } on && /^\t\[/ { printf "%s = \"%s.%s\"\n", $NF, to, $NF }'
  } >"$work/$2.def"
  "$cc" -shared -s -nostdlib -Wl,--entry=0,--kill-at "$work/$2.def" -o "$1/$2.dll"
}
forward "$py" python3 "$py/python311.dll"

# 3. The project's dependencies. pip reads markers for Linux, so what only Windows needs is named here.
mapfile -t wanted < <("$host" -c 'import sys, tomllib
project = tomllib.load(open(sys.argv[1], "rb"))["project"]
extras = project["optional-dependencies"]
print(*project["dependencies"], *(one for one in extras["test"] if "ruff" not in one and "mypy" not in one), *extras["build"], sep="\n")' \
  "$checkout/pyproject.toml")
"$host" -m pip install "${wheels[@]}" --target "$site" --upgrade "${wanted[@]}" pefile pywin32-ctypes colorama tzdata
rm -f "$site/PySide6/plugins/networkinformation/qnetworklistmanager.dll"

# 4. Wine's own folder, as Windows 10, and the command.
cat >"$dir/python" <<EOS
#!/usr/bin/env bash
set -o pipefail
export WINEPREFIX="\${WINEPREFIX:-$dir/prefix}" WINEARCH=win64 WINEDEBUG="\${WINEDEBUG:--all}" WINEDLLOVERRIDES='mscoree,mshtml='
export WINEQT_QPA_FONTDIR="\${WINEQT_QPA_FONTDIR:-Z:\\\\usr\\\\share\\\\fonts\\\\truetype\\\\noto}"  # for the offscreen platform
{ /usr/lib/wine/wine64 "$py/python.exe" "\$@" </dev/null 2>&1 1>&3 3>&- | cat >&2; } 3>&1 | cat
EOS
chmod +x "$dir/python"
export WINEPREFIX=$dir/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
/usr/lib/wine/wine64 wineboot --init </dev/null 2>&1 | cat
/usr/lib/wine/wine64 winecfg -v win10 </dev/null 2>&1 | cat
rm -rf "$work"
"$dir/python" -c 'import platform, sqlite3
from PySide6.QtNetwork import QSslSocket
print("Python", platform.python_version(), platform.platform(), "| SQLite", sqlite3.sqlite_version)
print("TLS that Qt could use:", *QSslSocket.availableBackends())'
