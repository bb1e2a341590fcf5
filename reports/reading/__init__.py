"""A published report read back: file → blocks of text and tables → found tables → figures → `PrintedReport`.

Nothing here knows a format by number: labels, rows and columns come from `reports.editions`. What opens files runs in
processes of its own (`isolated`); what comes from there is plain data.
"""
