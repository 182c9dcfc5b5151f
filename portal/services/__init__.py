"""Every write: imperative verbs, the actor first, keyword arguments; each appends an event in the same transaction."""
