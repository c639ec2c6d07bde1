import { child, isFunction, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";
import type { Binding, Bindings, Write } from "./bindings";

/** Writes of one variable that are looked at. */
export const MAXIMUM_WRITES = 100;

/** Which writes of a variable are in force at a use, by where they stand and what always runs. */
export class ReachingWrites {
  constructor(
    private readonly tree: SourceFile,
    private readonly bindings: Bindings,
  ) {}

  /** The writes that may have given a variable its value at a use: the last one that always runs, and those after it. */
  at(binding: Binding, use: SyntaxNode): readonly Write[] {
    const { writes } = binding;
    if (writes.length <= 1) return writes;
    // A generated file: which of thousands came last is not worth the time.
    if (writes.length > MAXIMUM_WRITES) return writes.slice(0, MAXIMUM_WRITES);
    const owner = this.bindings.functionOf(use);
    const before = writes.filter((write) => write.at.end <= use.start || write.at.start > use.start ? write.at.end <= use.start || this.bindings.functionOf(write.at) !== owner || this.shareLoop(write.at, use) : !this.encloses(write, use));
    const ordered = [...before].sort((a, b) => b.at.start - a.at.start);
    const reaching: Write[] = [];
    for (const write of ordered) {
      if (write.kind === "init" && write.value === null) continue;
      reaching.push(write);
      if (write.kind !== "append" && write.kind !== "perhaps" && write.at.end <= use.start && this.bindings.functionOf(write.at) === owner && this.dominates(write.at, use, binding)) break;
    }
    return reaching;
  }

  /** Whether a parameter always holds something else at a use than what it was called with. */
  isReplaced(binding: Binding, use: SyntaxNode): boolean {
    if (binding.writes.length > MAXIMUM_WRITES) return false;
    const owner = this.bindings.functionOf(use);
    return binding.writes.some((write) => write.kind === "assign" && write.at.end <= use.start && this.bindings.functionOf(write.at) === owner && owner === binding.node && this.dominates(write.at, use, binding));
  }

  /** `x = f(x)`: the use on the right stands before the write. */
  private encloses(write: Write, use: SyntaxNode): boolean {
    return write.at.start <= use.start && write.at.end >= use.end;
  }

  /** Whether every way to the use passes the write, which ends before it. */
  dominates(write: SyntaxNode, use: SyntaxNode, binding: Binding | null = null): boolean {
    let inner = write;
    for (const outer of this.tree.ancestors(write)) {
      const below = inner;
      inner = outer;
      // `if (x) x = f(x);` leaves the result, or nothing that could harm.
      if (binding !== null && outer.type === "IfStatement" && this.isWhereSet(outer, below, binding)) continue;
      if (/^(IfStatement|ConditionalExpression|LogicalExpression|SwitchCase|CatchClause|ForStatement|ForInStatement|ForOfStatement|WhileStatement|TryStatement)$/.test(outer.type) && outer.end < use.end) return false;
      if (outer.type === "BlockStatement" || outer.type === "Program") {
        if (outer.end >= use.end) return true;
        const around = this.tree.parent(outer);
        if (around?.type === "IfStatement" && binding !== null && this.isWhereSet(around, outer, binding)) continue;
        if (/^(IfStatement|SwitchCase|CatchClause|For|While|Try)/.test(around?.type ?? "")) return false;
      }
    }
    return false;
  }

  /** Whether a branch is the one in which a variable holds something: `if (x) …`, `if (!x) … else …`. */
  private isWhereSet(condition: SyntaxNode, branch: SyntaxNode, binding: Binding): boolean {
    const test = unwrapped(child(condition, "test"));
    const isNegated = test?.type === "UnaryExpression" && text(test, "operator") === "!";
    const tested = isNegated ? unwrapped(child(test, "argument")) : test;
    return tested?.type === "Identifier" && this.bindings.resolve(tested) === binding && child(condition, isNegated ? "alternate" : "consequent") === branch;
  }

  /** One loop runs both: a write that stands after the use comes before it in the next round. */
  shareLoop(one: SyntaxNode, other: SyntaxNode): boolean {
    for (const outer of this.tree.ancestors(one)) {
      if (isFunction(outer)) return false;
      if (/^(For|While|DoWhile)/.test(outer.type) && outer.start <= other.start && outer.end >= other.end) return true;
    }
    return false;
  }
}
