"""The main job: texts in, a proved bilingual glossary and its catalogs, memories and report out."""
