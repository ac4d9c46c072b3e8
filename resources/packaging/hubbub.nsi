; makensis -DVERSION=1.2.3 [-DDIST=folder] resources/packaging/hubbub.nsi
; makes DIST/hubbub-setup.exe out of DIST/hubbub, the folder that PyInstaller made on Windows.
;
; For the person alone: no administrator is asked, but for the firewall, a part of its own that Windows asks about.
; /S installs without a word and without that part; "uninstall.exe /S" removes everything but rooms and settings.
Unicode true
Target amd64-unicode
ManifestSupportedOS Win10
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma
!include LogicLib.nsh
!include Sections.nsh
!include MUI2.nsh

!ifndef DIST
  !define DIST "../../dist"
!endif
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Hubbub"
!define OURS "Software\Hubbub"
; never read as an option, whatever a link says
!define OPEN '"$INSTDIR\hubbub.exe" open -- "%1"'
!define RULE 'advfirewall firewall'

Name "Hubbub"
OutFile "${DIST}/hubbub-setup.exe"
InstallDir "$LOCALAPPDATA\Programs\Hubbub"
InstallDirRegKey HKCU "${OURS}" "Folder"

!define MUI_ICON "icons/hubbub.ico"
!define MUI_UNICON "icons/hubbub.ico"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; A scheme that another program opens stays with it.
!macro REGISTER SCHEME
  ReadRegStr $0 HKCU "Software\Classes\${SCHEME}\shell\open\command" ""
  ${If} $0 == ""
  ${OrIf} $0 == '${OPEN}'
    WriteRegStr HKCU "Software\Classes\${SCHEME}" "" "URL:Hubbub"
    WriteRegStr HKCU "Software\Classes\${SCHEME}" "URL Protocol" ""
    WriteRegStr HKCU "Software\Classes\${SCHEME}\DefaultIcon" "" "$INSTDIR\hubbub.exe,0"
    WriteRegStr HKCU "Software\Classes\${SCHEME}\shell\open\command" "" '${OPEN}'
  ${EndIf}
!macroend

!macro UNREGISTER SCHEME
  ReadRegStr $0 HKCU "Software\Classes\${SCHEME}\shell\open\command" ""
  ${If} $0 == '${OPEN}'
    DeleteRegKey HKCU "Software\Classes\${SCHEME}"
  ${EndIf}
!macroend

Section "Hubbub"
  SectionIn RO
  ; what an earlier version carried and this one does not; never a person's own files
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${DIST}/hubbub/*"
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONSTOP "Hubbub is running. Close it and start this again." /SD IDOK
    SetErrorLevel 2
    Abort
  ${EndIf}
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Hubbub.lnk" "$INSTDIR\hubbub.exe"
  WriteRegStr HKCU "${OURS}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Hubbub"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\hubbub.exe,0"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Hubbub developers"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "Open links to rooms (hubbub, irc, ircs)"
  !insertmacro REGISTER "hubbub"
  !insertmacro REGISTER "irc"
  !insertmacro REGISTER "ircs"
SectionEnd

; Windows asks an administrator; private networks only. Without it Windows asks when a room is first hosted.
Section /o "Let people on private networks in (Windows asks)" FIREWALL
  ExecShell "runas" "$SYSDIR\netsh.exe" '${RULE} add rule name="Hubbub" dir=in action=allow protocol=TCP profile=private program="$INSTDIR\hubbub.exe"' SW_HIDE
  WriteRegDWORD HKCU "${OURS}" "Firewall" 1
SectionEnd

Section "Uninstall"
  Delete "$INSTDIR\hubbub.exe"
  ${If} ${FileExists} "$INSTDIR\hubbub.exe"
    MessageBox MB_OK|MB_ICONSTOP "Hubbub is running. Close it and start this again." /SD IDOK
    SetErrorLevel 2
    Abort
  ${EndIf}
  ReadRegDWORD $0 HKCU "${OURS}" "Firewall"
  ${If} $0 = 1
    ExecShell "runas" "$SYSDIR\netsh.exe" '${RULE} delete rule name="Hubbub" program="$INSTDIR\hubbub.exe"' SW_HIDE
  ${EndIf}
  !insertmacro UNREGISTER "hubbub"
  !insertmacro UNREGISTER "irc"
  !insertmacro UNREGISTER "ircs"
  Delete "$INSTDIR\hubbub-cli.exe"
  Delete "$INSTDIR\uninstall.exe"
  Delete "$SMPROGRAMS\Hubbub.lnk"
  RMDir /r "$INSTDIR\_internal"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${OURS}"
SectionEnd
