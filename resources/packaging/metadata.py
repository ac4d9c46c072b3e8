"""What each system is told of the program: name, version, identifier, the links that it opens."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APP_ID = "chat.hubbub.Hubbub"
SCHEMES = ("hubbub", "irc", "ircs")
# Version resources of Windows: https://learn.microsoft.com/windows/win32/menurc/versioninfo-resource
_VERSION_INFO = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004,
    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "The Hubbub developers"),
      StringStruct("FileDescription", {description!r}),
      StringStruct("FileVersion", {version!r}),
      StringStruct("InternalName", "hubbub"),
      StringStruct("LegalCopyright", "MIT licence; see the folder licences"),
      StringStruct("OriginalFilename", {file!r}),
      StringStruct("ProductName", "Hubbub"),
      StringStruct("ProductVersion", {version!r})])]),
    VarFileInfo([VarStruct("Translation", [0x0409, 0x04B0])])
  ]
)
"""


def project_version() -> str:
    """The version that pyproject.toml has."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def version_info(version: str, *, file: str, description: str) -> str:
    """The version resource of an executable for Windows, as PyInstaller reads it from a file.

    `version` begins with up to four numbers, such as "1.2.0rc1"; Windows compares those.
    """
    parts = [part for part in version.replace("-", ".").split(".") if part[:1].isdigit()]
    numbers = [int("".join(char for char in part if char.isdigit())) for part in parts[:4]]
    four = (*numbers, 0, 0, 0, 0)[:4]
    return _VERSION_INFO.format(numbers=four, version=version, file=file, description=description)


def info_plist(version: str) -> dict[str, object]:
    """The keys of Info.plist beside those that PyInstaller writes itself.

    https://developer.apple.com/documentation/bundleresources/information-property-list
    """
    return {
        "CFBundleDisplayName": "Hubbub",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSApplicationCategoryType": "public.app-category.social-networking",
        "LSMinimumSystemVersion": "13.0",  # as of Qt 6.11
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "MIT licence",
        # without a reason macOS 15 refuses every connection on the network of the house
        "NSLocalNetworkUsageDescription": (
            "Hubbub connects you with people on your network: it opens your room to them and joins theirs."
        ),
        "NSBonjourServices": ["_hubbub._tcp", "_hubbub-help._udp"],
        "CFBundleURLTypes": [
            {
                "CFBundleURLName": f"{APP_ID}.links",
                "CFBundleTypeRole": "Viewer",
                "CFBundleURLSchemes": list(SCHEMES),
            }
        ],
    }
