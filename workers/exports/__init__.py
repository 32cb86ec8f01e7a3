"""Writers of data files: records come in as rows, a finished and checked file comes out."""
