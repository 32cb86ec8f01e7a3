"""What is stored: models, queries, outbox, migrations, files. Queries name their tenant first."""
