"""The design system: tokens, fonts, icons, avatars, palette and stylesheet behind one Theme object.

Knows no widget of the program and holds no colour that is not in resources/themes/tokens.json.
"""
