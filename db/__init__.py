"""What is stored: models, queries, outbox, migrations, files. Every query in here names its tenant first."""
