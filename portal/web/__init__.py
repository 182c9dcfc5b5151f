"""HTTP only: access, transactions, headers, language. Loaders and predicates are handed in."""
