-- By default H2 2.2.224 may answer a query with the result that it had before another transaction
-- committed, so that an editor would be shown old lines.
SET OPTIMIZE_REUSE_RESULTS 0;
DROP TABLE IF EXISTS quote_line;
DROP TABLE IF EXISTS quote;
DROP SEQUENCE IF EXISTS quote_line_id;
DROP SEQUENCE IF EXISTS quote_id;
CREATE SEQUENCE quote_id;
CREATE SEQUENCE quote_line_id;
CREATE TABLE quote (id BIGINT PRIMARY KEY, version BIGINT NOT NULL, fence BIGINT DEFAULT 0 NOT NULL, number VARCHAR(20) NOT NULL UNIQUE, title VARCHAR(120) NOT NULL, customer VARCHAR(120) NOT NULL, status VARCHAR(10) NOT NULL, total NUMERIC(19, 2) NOT NULL);
CREATE TABLE quote_line (id BIGINT PRIMARY KEY, quote_id BIGINT NOT NULL REFERENCES quote, position INTEGER NOT NULL, description VARCHAR(200) NOT NULL, quantity INTEGER NOT NULL, unit_price NUMERIC(11, 2) NOT NULL);
