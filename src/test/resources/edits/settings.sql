-- By default H2 2.2.224 may answer a query with the result that it had before another transaction
-- committed: it marks tables as changed just before the commit, and not at it.
SET OPTIMIZE_REUSE_RESULTS 0;
