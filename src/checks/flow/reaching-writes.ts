import { child, isFunction, type SyntaxNode } from "../syntax/node";
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
    const before = writes.filter((write) => write.at.end <= use.start || (write.at.start > use.start && (this.bindings.functionOf(write.at) !== owner || this.shareLoop(write.at, use))));
    const ordered = [...before].sort((a, b) => b.at.start - a.at.start);
    const reaching: Write[] = [];
    for (const write of ordered) {
      if (write.value === null) continue;
      reaching.push(write);
      if (write.kind !== "append" && write.kind !== "perhaps" && this.isAlwaysBefore(write.at, use)) break;
    }
    return reaching;
  }

  /** Whether a parameter always holds something else at a use than what it was called with. */
  isReplaced(binding: Binding, use: SyntaxNode): boolean {
    if (binding.writes.length > MAXIMUM_WRITES) return false;
    return this.bindings.functionOf(use) === binding.node && binding.writes.some((write) => write.kind === "assign" && this.isAlwaysBefore(write.at, use));
  }

  /** Whether every way to a use passes a write to a variable or to a part of it. */
  isAlwaysBefore(write: SyntaxNode, use: SyntaxNode): boolean {
    if (write.end > use.start || this.bindings.functionOf(write) !== this.bindings.functionOf(use)) return false;
    let inner = write;
    for (const outer of this.tree.ancestors(write)) {
      // The use may stand in the other branch, or where the error is caught.
      if (child(outer, "consequent") === inner || child(outer, "block") === inner) return false;
      if (outer.end >= use.end) return true;
      if (/^(IfStatement|ConditionalExpression|LogicalExpression|SwitchCase|CatchClause|ForStatement|ForInStatement|ForOfStatement|WhileStatement|TryStatement)$/.test(outer.type)) return false;
      inner = outer;
    }
    return false;
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
