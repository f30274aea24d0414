"""A notebook's session: profile and accelerator, progress, open exercises, the look before handing in."""
