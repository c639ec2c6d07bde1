import { strict as assert } from "node:assert";
import { allowsNamespace, isValidAt, parseAllowedSigners, type AllowedSigner } from "../../../../src/ledger/ssh/allowed-signers";
import { SIGNOFF_NAMESPACE, signBody } from "../../../../src/ledger/ssh/signature";
import { newKey } from "../support";
import { KEYGEN_MISSING, KeygenFolder } from "./ssh-keygen";

const key = newKey();
const KEY = key.publicKey.text;

function one(text: string): AllowedSigner {
  const { signers, problems } = parseAllowedSigners(text);
  assert.deepEqual(problems, []);
  assert.equal(signers.length, 1);
  const [signer] = signers;
  assert.ok(signer);
  return signer;
}

function problem(line: string): string {
  const { signers, problems } = parseAllowedSigners(`# first line\n\n${line}\n`);
  assert.equal(signers.length, 0, line);
  assert.equal(problems.length, 1, line);
  assert.equal(problems[0]?.line, 3);
  return problems[0]?.why ?? "";
}

describe("allowed_signers", function () {
  this.timeout(30_000);
  it("reads principals, key, comment and line number", () => {
    const signer = one(`# people\r\n\n  ann@example.com,ann   ${KEY} Ann's laptop\r\n`);
    assert.deepEqual([signer.line, signer.principals, signer.key.fingerprint, signer.namespaces], [3, ["ann@example.com", "ann"], key.publicKey.fingerprint, null]);
    assert.deepEqual(one(`"ann with blanks" ${KEY}`).principals, ["ann with blanks"]);
    assert.deepEqual(parseAllowedSigners(""), { signers: [], problems: [] });
  });

  it("reads options, quoted, in any case", () => {
    const signer = one(`ann NAMESPACES="git, signoff.v1@countersign",valid-after="20260101",valid-before="20261231235959Z" ${KEY}`);
    assert.equal(allowsNamespace(signer, SIGNOFF_NAMESPACE), true);
    assert.deepEqual([signer.validAfter, signer.validBefore], ["2026-01-01T00:00:00Z", "2026-12-31T23:59:59Z"]);
    assert.equal(isValidAt(signer, "2026-01-01T00:00:00Z"), true);
    assert.equal(isValidAt(signer, "2025-12-31T23:59:59Z"), false);
    assert.equal(isValidAt(signer, "2026-12-31T23:59:59Z"), true);
    assert.equal(isValidAt(signer, "2027-01-01T00:00:00Z"), false);
    assert.equal(one(`ann valid-before="202601021530" ${KEY}`).validBefore, "2026-01-02T15:30:00Z");
  });

  it("matches namespaces as OpenSSH's pattern lists do", () => {
    for (const [list, expected] of [["signoff.v1@countersign", true], ["*", true], ["signoff.v?@*", true], ["git", false], ["*,!signoff.v1@countersign", false], ["!git,*@countersign", true], ["signoff", false], ["", false]] as const) {
      assert.equal(allowsNamespace(one(`ann namespaces="${list}" ${KEY}`), SIGNOFF_NAMESPACE), expected, list);
    }
  });

  it("refuses what would let a key sign as many people", () => {
    for (const principals of ["*", "*@example.com", "ann,b?b", "!ann", "ann,*"]) assert.match(problem(`${principals} ${KEY}`), /is a pattern/);
    assert.match(problem(`ann cert-authority ${KEY}`), /cert-authority is not supported/);
    assert.match(problem(`ann ssh-ed25519-cert-v01@openssh.com AAAA`), /unsupported key type/);
  });

  it("says what is wrong with a line, and enrols the others", () => {
    assert.match(problem("ann"), /public key|base64/);
    assert.match(problem("ann ssh-ed25519"), /public key|expected/);
    assert.match(problem("ann ssh-ed25519 !!!!"), /not base64/);
    assert.match(problem(`ann,,bob ${KEY}`), /empty principal/);
    assert.match(problem(`"ann ${KEY}`), /not closed/);
    assert.match(problem(`ann colour="red" ${KEY}`), /unknown option "colour"/);
    assert.match(problem(`ann namespaces ${KEY}`), /needs a value/);
    assert.match(problem(`ann namespaces=git ${KEY}`), /options that can't be read/);
    assert.match(problem(`ann namespaces="a",namespaces="b" ${KEY}`), /stands twice/);
    assert.match(problem(`ann valid-after="2026" ${KEY}`), /can't be read/);
    assert.match(problem(`ann valid-after="20260230" ${KEY}`), /does not exist/);
    assert.match(problem(`ann ssh-dss AAAA`), /unsupported key type ssh-dss/);
    const { signers, problems } = parseAllowedSigners(`* ${KEY}\nbob ${KEY}\nrubbish\n`);
    assert.deepEqual([signers.map(({ line }) => line), problems.map(({ line }) => line)], [[2], [1, 3]]);
  });

  it("comes to an end on patterns and lines made to be slow", () => {
    const signer = one(`ann namespaces="${"*a".repeat(2000)}b" ${KEY}`);
    assert.equal(allowsNamespace(signer, "a".repeat(4000)), false);
    parseAllowedSigners(`ann ${'namespaces="'.repeat(50_000)}`);
    parseAllowedSigners('"'.repeat(1_000_000));
    parseAllowedSigners("\\".repeat(1_000_000));
    assert.match(JSON.stringify(parseAllowedSigners("\n".repeat(30_000)).problems), /more than 20000 lines/);
  });
});

describe("allowed_signers and ssh-keygen", function () {
  this.timeout(60_000);
  let folder: KeygenFolder;
  before(function () {
    if (KEYGEN_MISSING !== null) {
      console.log(`      ${KEYGEN_MISSING}`);
      this.skip();
    }
    folder = new KeygenFolder();
  });
  after(() => folder?.remove());

  it("agrees on what a line allows, but for the patterns we refuse", () => {
    const body = Buffer.from("body\n");
    const signature = signBody(key, body);
    for (const [line, principal] of [
      [`ann ${KEY}`, "ann"],
      [`ann ${KEY}`, "bob"],
      [`bob,ann ${KEY} comment`, "ann"],
      [`"ann" ${KEY}`, "ann"],
      [`ann namespaces="git" ${KEY}`, "ann"],
      [`ann namespaces="git,signoff.v1@countersign" ${KEY}`, "ann"],
      [`ann namespaces="*@countersign" ${KEY}`, "ann"],
      [`ann namespaces="*,!signoff.*" ${KEY}`, "ann"],
      [`ann valid-before="20200101" ${KEY}`, "ann"],
      [`ann valid-after="20200101",valid-before="20990101" ${KEY}`, "ann"],
      [`ann colour="red" ${KEY}`, "ann"],
      [`ann cert-authority ${KEY}`, "ann"],
    ] as const) {
      const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
      const ours = parseAllowedSigners(line).signers.some((signer) => signer.principals.includes(principal) && allowsNamespace(signer, SIGNOFF_NAMESPACE) && isValidAt(signer, now));
      const theirs = folder.verify(`${line}\n`, principal, SIGNOFF_NAMESPACE, signature, body).code === 0;
      assert.equal(ours, theirs, `${line} as ${principal}`);
    }
    assert.equal(folder.verify(`*@example.com ${KEY}\n`, "bob@example.com", SIGNOFF_NAMESPACE, signature, body).code, 0, "ssh-keygen takes a pattern for anyone");
    assert.equal(parseAllowedSigners(`*@example.com ${KEY}`).signers.length, 0);
  });
});
