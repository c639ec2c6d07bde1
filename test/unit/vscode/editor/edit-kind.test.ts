import { strict as assert } from "node:assert";
import { assistantOf, editKindOf, type EditFacts, type EditKind, type EditReason } from "../../../../src/vscode/editor/edit-kind";

const BLOCK = "one();\ntwo();\nthree();\n";
const PLAIN: EditFacts = { texts: ["x"], removed: [0], isUndoOrRedo: false, reason: null, isSaving: false, isAccepting: false, clipboard: null };

function said(source: string, metadata: EditReason["metadata"] = {}): EditReason {
  return { source, metadata };
}

const CASES: readonly [what: string, facts: Partial<EditFacts>, kind: EditKind][] = [
  ["a letter", {}, "typed"],
  ["a line break with indentation", { texts: ["\n    "] }, "typed"],
  ["a pair of brackets closed by the editor", { texts: ["()"] }, "typed"],
  ["a deletion", { texts: [""], removed: [400] }, "typed"],
  ["a completed word", { texts: ["toLocaleUpperCase"] }, "typed"],
  ["a block that is on the clipboard", { texts: [BLOCK], clipboard: BLOCK }, "pasted"],
  ["a block pasted with other indentation and line ends", { texts: ["  one();\n  two();\n  three();\n"], clipboard: "one();\r\ntwo();\r\nthree();\r\n" }, "pasted"],
  ["a block from nobody knows where", { texts: [BLOCK] }, "unexplained"],
  ["a block while the clipboard holds something else", { texts: [BLOCK], clipboard: "two();" }, "unexplained"],
  ["a long line at once", { texts: ["const total = items.reduce((sum, item) => sum + item.price, 0);"] }, "unexplained"],
  ["undo of a block", { texts: [BLOCK], isUndoOrRedo: true }, "restored"],
  ["undo of an assistant's edit", { texts: [BLOCK], isUndoOrRedo: true, reason: said("applyEdits") }, "restored"],
  ["a block while an inline completion is accepted", { texts: [BLOCK], isAccepting: true }, "inline-completion"],
  ["a block while the file is saved", { texts: [BLOCK], isSaving: true }, "formatted"],
  ["blanks in several places", { texts: ["  ", "", "\t"] }, "formatted"],
  ["different pieces in several places", { texts: ["a", "b"] }, "formatted"],
  ["the same word in several places", { texts: ["total", "total", "total"] }, "typed"],
  ["the editor says: inline completion", { texts: [BLOCK], reason: said("inlineCompletionAccept", { $extensionId: "GitHub.copilot" }) }, "inline-completion"],
  ["the editor says: its own inline suggestion", { texts: ["toString"], reason: said("inlineCompletionAccept") }, "typed"],
  ["the editor says: next word of an inline completion", { texts: ["const"], reason: said("inlineCompletionPartialAccept", { $extensionId: "a.b" }) }, "inline-completion"],
  ["the editor says: chat", { texts: ["x"], reason: said("Chat.applyEdits") }, "chat"],
  ["the editor says: inline chat", { texts: ["x"], reason: said("inlineChat.applyEdits") }, "chat"],
  ["the editor says: chat undone", { texts: [BLOCK], reason: said("Chat.undoEdits") }, "restored"],
  ["the editor says: read from disk", { texts: [BLOCK], reason: said("reloadFromDisk") }, "disk"],
  ["the editor says: line ends", { texts: [BLOCK], reason: said("eolChange") }, "formatted"],
  ["the editor says: formatted", { texts: [BLOCK], reason: said("unknown", { name: "formatEditsCommand" }) }, "formatted"],
  ["the editor says: pasted", { texts: [BLOCK], reason: said("cursor", { kind: "paste" }) }, "pasted"],
  ["the editor says: typed", { texts: [BLOCK], reason: said("cursor", { kind: "type" }) }, "typed"],
  ["the editor says: a snippet, a rename, a quick fix", { texts: [BLOCK], reason: said("snippet") }, "typed"],
  ["the editor says: some extension", { texts: [BLOCK], reason: said("unknown", { name: "MainThreadTextEditor" }) }, "unexplained"],
  ["the editor says something new", { texts: [BLOCK], reason: said("teleported") }, "unexplained"],
];

describe("kind of an edit", () => {
  for (const [what, facts, kind] of CASES) {
    it(`${what}: ${kind}`, () => assert.equal(editKindOf({ ...PLAIN, ...facts }), kind));
  }

  it("is known for every source that VS Code names", () => {
    const kinds: readonly (readonly [string, EditKind, EditReason["metadata"]?])[] = [
      ["unknown", "unexplained", { name: "x" }], ["rename", "typed"], ["Chat.applyEdits", "chat"], ["Chat.undoEdits", "restored"], ["Chat.reset", "restored"],
      ["inlineCompletionAccept", "inline-completion", { $extensionId: "a.b", $nes: true }], ["inlineCompletionPartialAccept", "inline-completion", { $extensionId: "a.b", type: "line" }],
      ["inlineChat.applyEdits", "chat"], ["reloadFromDisk", "disk"],
      ...["type", "cut", "compositionType", "compositionEnd", "executeCommand", "executeCommands"].map((kind) => ["cursor", "typed", { kind }] as const), ["cursor", "pasted", { kind: "paste" }],
      ["setValue", "disk"], ["eolChange", "formatted"], ["applyEdits", "unexplained"], ["snippet", "typed"], ["suggest", "typed"], ["codeAction", "typed", { $kind: "quickfix" }],
    ];
    for (const [source, kind, metadata] of kinds) assert.equal(editKindOf({ ...PLAIN, texts: [BLOCK], reason: said(source, metadata ?? {}) }), kind, source);
  });

  it("never calls anything an assistant's that does not say so itself", () => {
    const others = CASES.filter(([, facts]) => facts.isAccepting !== true && facts.reason === undefined);
    assert.ok(others.every(([, facts]) => !["chat", "inline-completion"].includes(editKindOf({ ...PLAIN, ...facts }))));
  });

  it("names the assistant as far as the editor does", () => {
    assert.deepEqual(assistantOf(said("inlineCompletionAccept", { $extensionId: "GitHub.copilot-chat", $modelId: "gpt" })), { assistant: "copilot", model: "gpt" });
    assert.deepEqual(assistantOf(said("inlineCompletionAccept", { $extensionId: "Codeium.codeium" })), { assistant: "codeium.codeium" });
    assert.deepEqual(assistantOf(said("Chat.applyEdits")), { assistant: "copilot" });
    assert.deepEqual(assistantOf(null), { assistant: "inline-completion" });
  });
});
