"""The modem's process: a program of its own beside the desk's, because gammu is under the GPL.

It speaks JSON lines over its standard input and output and shares no code with the desk: nothing
here imports from the other rooms, nothing there imports from here.
"""
