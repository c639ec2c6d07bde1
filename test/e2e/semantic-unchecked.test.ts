/** A rule about classes that can't be decided for an assistant's file: nothing passes by ignorance, and a person sees which file it is. */
import { strict as assert } from "node:assert";
import { countersign } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";

const CONFIGURATION = {
  architecture: { elements: { domain: "src/domain" }, classes: { in: "domain", extends: "src/root.ts#Root", severity: "error" } },
  policy: { version: 1, gates: { patch: { errors: 0, high: null } } },
};
const CLAUDE = "x\n\nCo-Authored-By: Claude <noreply@anthropic.com>";

interface Document {
  readonly verdict: string;
  readonly notChecked: readonly { readonly what: string; readonly path?: string; readonly why: string }[];
}

/** A class under so many others, each in a module of its own, the last of them under Root. */
function writeTower(repository: TemporaryRepository, storeys: number): void {
  repository.write("src/root.ts", "export abstract class Root {}\n");
  for (let storey = 0; storey < storeys; storey++) {
    const below = storey === storeys - 1 ? 'import { Root as Below } from "../root";' : `import { B${storey + 1} as Below } from "./b${storey + 1}";`;
    repository.write(`src/tower/b${storey}.ts`, `${below}\nexport class B${storey} extends Below {}\n`);
  }
}

describe("a semantic rule that can't be decided", function () {
  this.timeout(120_000);

  const judge = (storeys: number) => {
    const repository = new TemporaryRepository();
    try {
      repository.write(".countersign/config.jsonc", JSON.stringify(CONFIGURATION));
      writeTower(repository, storeys);
      const base = repository.commit("start");
      repository.write("src/domain/user.ts", 'import { B0 } from "../tower/b0";\nexport class User extends B0 {}\n');
      repository.commit(CLAUDE);
      const ran = countersign(repository.folder, ["check", "--base", base, "--format", "json"]);
      const document = JSON.parse(ran.stdout) as Document;
      return { code: ran.code, verdict: document.verdict, semantic: document.notChecked.filter(({ what }) => what === "semantic rules") };
    } finally {
      repository.dispose();
    }
  };

  it("is no pass where the policy fails on findings: exit 3, with the file and the module that was not reached", () => {
    const { code, verdict, semantic } = judge(12);
    assert.deepEqual([code, verdict], [3, "not-evaluated"]);
    assert.deepEqual(semantic.map(({ path }) => path), ["src/domain/user.ts"]);
    assert.match(semantic[0]?.why ?? "", /src\/tower\/b\d+\.ts were not followed/);
  });

  it("passes once it can be decided", () => {
    assert.deepEqual(judge(3), { code: 0, verdict: "pass", semantic: [] });
  });
});
