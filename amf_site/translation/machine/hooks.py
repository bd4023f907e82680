"""What this part adds to the admin: nothing beside its address, to which the editor has a button."""
