"""The main job: poll, annotate, build, deliver."""
