"""The modem's process: a program of its own beside the desk's, because gammu is under the GPL.

It speaks JSON lines over its standard input and output and shares no code with the desk: nothing
here imports from the other rooms, nothing there imports from here. What lies in this folder may be
used under the GNU GPL, version 3 or later (resources/licences/GPL-3.0.txt), as well.
"""
