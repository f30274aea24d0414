"""What goes back: a page for each student, and archives that Moodle, Canvas and Gradescope take."""
