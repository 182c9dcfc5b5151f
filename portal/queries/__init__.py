"""Every read: `get_` (or NotFoundError), `find_` (or None), `list_` (ordered). Loaded objects or small dataclasses."""
