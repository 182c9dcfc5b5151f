"""The method as data: pure code that loads neither Flask nor SQLAlchemy."""
