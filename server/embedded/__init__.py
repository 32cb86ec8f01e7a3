"""PostgreSQL, Valkey and child processes that `make run` and the tests start and end themselves."""
