"""The program as it runs on Windows: a Windows Python, and the executable made with it, run by Wine.

`wine_python.sh` has the recipe. What Wine cannot show (the firewall's question, access lists, toasts, a real
Windows' own faults) is not shown by these tests.
"""
