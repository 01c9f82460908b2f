"""Messages in the language of the person who reads them.

The program writes each message once, in English, where it arises. English is what files, JSON, logs and
exit statuses hold; another language is a view of it, made where a line is shown (`Translator`). The phrases
and their translations are gettext's: `zh/LC_MESSAGES/backfile.po`, made and compiled by `make translations`.
"""
