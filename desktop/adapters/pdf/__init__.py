"""Letters on paper: fonts, Chinese typesetting, PDF/A files with tags, on ReportLab's canvas."""
