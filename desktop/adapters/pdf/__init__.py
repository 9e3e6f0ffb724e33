"""Letters on paper: fonts, Chinese typesetting, PDF/A files with tags.

The files are written here, object by object, and not by a general PDF library: the ones that
exist for Python lose characters beyond the basic plane on copying, write no tags or no PDF/A, and
are several times slower on Chinese text.
"""
