"""Small helpers that every station may use, and the settings that several share; they import no other room."""
