"""How a city joins the Forum: its draft and application, and what the secretariat does with it."""
