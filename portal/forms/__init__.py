"""WTForms. `build.py` turns a section of the process into a form; the others are ordinary forms, by noun."""
