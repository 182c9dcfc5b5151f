"""The demo world of development: roles instead of people, real places with public facts, answers marked as examples."""
