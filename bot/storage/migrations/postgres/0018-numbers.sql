-- The number of a row that was erased is never given to another. PostgreSQL gives none twice: nothing changes here.
SELECT 1;
