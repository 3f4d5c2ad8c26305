"""What happens before the first page: front-end files, catalogs, a browser for the tests. No Django here."""
