"""One class: every hand-in of a lab is judged, on this machine or on a cluster."""
