"""Who is told about what: letters go into the outbox in the transaction of the change; a worker sends them."""
