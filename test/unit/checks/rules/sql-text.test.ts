import { strict as assert } from "node:assert";
import { readsAsSql } from "../../../../src/checks/rules/sql-text";
import { sqlInjection } from "../../../../src/checks/rules/sql-injection";
import { markedCases } from "./marked-cases";

describe("text that is SQL", () => {
  for (const text of [
    "SELECT peat FROM ",
    "select peat\nfrom bog\nwhere fen = ",
    "SELECT peat FROM theatre WHERE ",
    "INSERT INTO bog (peat) VALUES (",
    "replace into bog",
    "MERGE INTO bog USING ",
    "UPDATE bog SET peat = ",
    "UPDATE  SET  = ",
    "UPDATE bog SET ",
    "UPDATE ?? SET ? WHERE id = ",
    "UPDATE bog SET :changes WHERE id = ",
    "UPDATE bog SET peat += ",
    "UPDATE bog SET , peat = 1",
    "UPDATE bog SET (a, b) = (",
    'update bog set "peat" = ',
    "UPDATE bog SET  WHERE id = ",
    "UPDATE bog SET  RETURNING *",
    "DELETE FROM bog WHERE ",
    "DROP TABLE ",
    "ALTER TABLE bog ADD ",
    "TRUNCATE TABLE ",
    "CREATE USER ",
    "peat' UNION SELECT ",
    "GRANT ALL ON bog TO ",
    "GRANT SELECT, UPDATE (peat) ON  TO ",
    "GRANT reader TO ",
    "GRANT  TO ",
    'GRANT "reader" TO ',
    "CALL drain(",
    "WHERE bog.fen = ",
    "WHERE fen LIKE '",
    "ORDER BY ",
    "SET search_path TO ",
    "SET ROLE ",
    "EXEC drain '",
    "EXEC drain @fen = ",
    "EXEC @result = drain ?",
    "exec drain $1",
    "EXEC drain :fen",
    "EXEC drain N'",
    "EXEC drain 1, ",
    "EXEC drain , ",
    "EXEC drain null",
    "EXECUTE drain(",
    "EXECUTE IMMEDIATE ",
    "EXEC [drain] '",
    "EXEC drain;",
    "EXEC dbo.drain ",
    "EXEC sp_drain",
    "EXEC [drain] ",
  ]) {
    it(`takes ${JSON.stringify(text)}`, () => assert.equal(readsAsSql(text, false), true));
  }
  for (const text of [
    "Execute evaluator: ",
    "Execute step2 for ",
    "Execute step 2 of ",
    "Execute drain ",
    "execute drain, then ",
    "execute the user's ",
    "Execute drain (",
    "execute: ",
    "Executed by sp_drain",
    "Select a fen from the list: ",
    "select peat fromage ",
    "Insert into your list ",
    "Update the set to ",
    "Update user settings: ",
    "update feature set for ",
    "update feature set: ",
    "Delete from our list: ",
    "Drop table these ",
    "drop tablecloth ",
    "Alter table the ",
    "create userland ",
    "create user that ",
    "Grant access to ",
    "grant admin rights to ",
    "grant all of them to ",
    "grantee on ",
    "call us back (",
    "where fen inner ",
    "where people likely ",
    "order by the ",
    "order bye",
    "Set role for ",
    "reset role",
  ]) {
    it(`takes ${JSON.stringify(text)} for a sentence`, () => assert.equal(readsAsSql(text, false), false));
  }
  it("takes a procedure's name alone where nothing but SQL is taken", () => {
    assert.equal(readsAsSql("EXEC drain ", true), true);
    assert.equal(readsAsSql("EXEC drain: ", true), false);
    assert.equal(readsAsSql("Execute the drain of ", true), false);
  });
});

markedCases(sqlInjection, {
  reports: [
    "import sql from 'mssql';\nexport const f = (request, x) => request.query(`EXEC drain ${x}`);",
    "export const f = (db, x) => db.run(`EXEC drain ${x}`);",
    "export const f = (bog, x) => bog.run(`EXEC sp_drain ${x}`);",
    "app.get('/moor', (req) => { const mire = 'UPDATE bog SET fen = ' + req.query.sedge; later(mire); });",
  ],
  accepts: [
    "export const f = (names, x) => names.get(`Execute evaluator: ${x}`) ?? [];",
    "export const f = (names, x) => names.get(`Execute ${x}`) ?? [];",
    "export const f = (names, x) => names.get(`Execute drain ${x}`) ?? [];",
    "export const f = (names, x) => names.get(`Grant access to ${x}`) ?? [];",
    "export const f = (names, x) => names.query(`Execute evaluator: ${x}`);",
    "app.get('/moor', (req) => { const mire = 'Delete from the list ' + req.query.sedge; later(mire); });",
  ],
});
