import { child, children, isFunction, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";

/** A place that gives a variable, or a part of it, a value. */
export interface Write {
  /** The expression, or null where there is none (`let x;`). */
  readonly value: SyntaxNode | null;
  /** Property names between the expression's value and the variable: `const {a: {b}} = v` gives `b` the path `a`, `b`. */
  readonly path: readonly string[];
  readonly kind: "init" | "assign" | "append" | "perhaps" | "each" | "keys";
  /** The node that writes: its end is when the value is there. */
  readonly at: SyntaxNode;
}

/** `x.a.b = v`, `x.push(v)`: a part of the value changes. `*` stands for any property. */
export interface PropertyWrite {
  readonly path: readonly string[];
  readonly value: SyntaxNode;
  readonly at: SyntaxNode;
}

/** What a name stands for. */
export interface Binding {
  readonly name: string;
  readonly kind: "variable" | "parameter" | "function" | "class" | "import" | "catch";
  /** Declarator, function, class, import specifier or catch clause. */
  readonly node: SyntaxNode;
  /** Of a parameter: its position, and the path inside of it. */
  readonly index: number;
  readonly path: readonly string[];
  /** The module of an import, with the imported name as path (`default`, `*` for all). */
  readonly module: string | null;
  readonly writes: Write[];
  readonly properties: PropertyWrite[];
}

const ADDING = /^(push|unshift|append|add|set|splice|concat|fill)$/;

/** The names of one file: who declares them, and what is written to them. */
export class Bindings {
  private readonly scopes = new Map<SyntaxNode, Map<string, Binding>>();
  private readonly resolved = new Map<SyntaxNode, Binding | null>();
  private uses: Map<Binding, SyntaxNode[]> | null = null;
  /** `this.x = v` by class and property. */
  readonly members = new Map<SyntaxNode, Map<string, SyntaxNode[]>>();

  private readonly scopeAround = new Map<SyntaxNode, SyntaxNode | null>();
  private readonly functionAround = new Map<SyntaxNode, SyntaxNode | null>();

  constructor(private readonly tree: SourceFile) {
    this.declareAll();
    this.readWrites();
  }

  /** The binding that an identifier refers to; null for globals. */
  resolve(identifier: SyntaxNode): Binding | null {
    const known = this.resolved.get(identifier);
    if (known !== undefined) return known;
    const name = text(identifier, "name") ?? "";
    let found: Binding | null = null;
    for (let scope = this.outer(identifier, this.scopeAround, (node) => this.scopes.has(node)); scope !== null && found === null; scope = this.outer(scope, this.scopeAround, (node) => this.scopes.has(node))) {
      found = this.scopes.get(scope)?.get(name) ?? null;
    }
    this.resolved.set(identifier, found);
    return found;
  }

  /** Every identifier that refers to a binding, its declaration among them; read once for all bindings of the file. */
  usesOf(binding: Binding): readonly SyntaxNode[] {
    if (this.uses === null) {
      this.uses = new Map();
      for (const node of this.tree.nodes("Identifier", "JSXIdentifier")) {
        const used = this.resolve(node);
        if (used === null) continue;
        const list = this.uses.get(used);
        if (list === undefined) this.uses.set(used, [node]);
        else list.push(node);
      }
    }
    return this.uses.get(binding) ?? [];
  }

  /** The one place that ever gives the variable behind a name a value; null where there are several, or it is no variable. */
  onlyWrite(name: SyntaxNode | null): Write | null {
    const binding = name?.type === "Identifier" ? this.resolve(name) : null;
    const [write = null, ...others] = binding?.kind === "variable" ? binding.writes : [];
    return others.length === 0 ? write : null;
  }

  /** The one value that the variable behind a name ever holds, as a whole: not a part of it, nor the items of a list. */
  onlyValue(name: SyntaxNode | null): SyntaxNode | null {
    const write = this.onlyWrite(name);
    return write?.kind === "init" && write.path.length === 0 ? unwrapped(write.value) : null;
  }

  /** The innermost function around a node, or the program. */
  functionOf(node: SyntaxNode): SyntaxNode {
    return this.outer(node, this.functionAround, isFunction) ?? this.tree.program;
  }

  /** The nearest node around that is wanted. Every node on the way learns the answer: a sum of thousands of parts is as deep. */
  private outer(node: SyntaxNode, known: Map<SyntaxNode, SyntaxNode | null>, isWanted: (node: SyntaxNode) => boolean): SyntaxNode | null {
    const way: SyntaxNode[] = [];
    let inner = node;
    let found: SyntaxNode | null = null;
    for (;;) {
      const before = known.get(inner);
      if (before !== undefined) {
        found = before;
        break;
      }
      way.push(inner);
      const next = this.tree.parent(inner);
      if (next === null || isWanted(next)) {
        found = next;
        break;
      }
      inner = next;
    }
    for (const one of way) known.set(one, found);
    return found;
  }

  classOf(node: SyntaxNode): SyntaxNode | null {
    for (const outer of this.tree.ancestors(node)) if (outer.type === "ClassBody" || outer.type === "ObjectExpression") return outer;
    return null;
  }

  private declareAll(): void {
    const { tree } = this;
    for (const statement of tree.nodes("VariableDeclaration")) {
      const scope = text(statement, "kind") === "var" ? this.functionOf(statement) : this.blockOf(statement);
      const loop = tree.parent(statement);
      const each = loop !== null && child(loop, "left") === statement ? loop : null;
      for (const declarator of children(statement, "declarations")) {
        const kind = each === null ? "init" : each.type === "ForInStatement" ? "keys" : "each";
        const value = each === null ? child(declarator, "init") : child(each, "right");
        this.bind(scope, child(declarator, "id"), [], (id, path, fallback) => this.declare(scope, id, { kind: "variable", node: declarator, writes: [{ value, path, kind, at: declarator }, ...(fallback === null ? [] : [{ value: fallback, path: [], kind: "perhaps" as const, at: fallback }])] }));
      }
    }
    for (const node of tree.nodes("FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression")) {
      const id = child(node, "id");
      if (id !== null) this.declare(node.type === "FunctionDeclaration" ? this.blockOf(node) : node, id, { kind: "function", node });
      children(node, "params").forEach((parameter, index) => {
        this.bind(node, parameter, [], (name, path, fallback) => this.declare(node, name, { kind: "parameter", node, index, path, writes: fallback === null ? [] : [{ value: fallback, path: [], kind: "init", at: name }] }));
      });
    }
    for (const node of tree.nodes("ClassDeclaration")) {
      const id = child(node, "id");
      if (id !== null) this.declare(this.blockOf(node), id, { kind: "class", node });
    }
    for (const node of tree.nodes("ImportDeclaration")) {
      for (const specifier of children(node, "specifiers")) {
        const imported = specifier.type === "ImportNamespaceSpecifier" ? "*" : specifier.type === "ImportDefaultSpecifier" ? "default" : (text(child(specifier, "imported"), "name") ?? stringValue(child(specifier, "imported")) ?? "*");
        const local = child(specifier, "local");
        if (local !== null) this.declare(tree.program, local, { kind: "import", node: specifier, module: stringValue(child(node, "source")), path: [imported] });
      }
    }
    for (const node of tree.nodes("TSImportEqualsDeclaration")) {
      const id = child(node, "id");
      const module = stringValue(child(child(node, "moduleReference"), "expression"));
      if (id !== null && module !== null) this.declare(tree.program, id, { kind: "import", node, module, path: ["*"] });
    }
    for (const node of tree.nodes("CatchClause")) this.bind(node, child(node, "param"), [], (id) => this.declare(node, id, { kind: "catch", node }));
  }

  private declare(scope: SyntaxNode, id: SyntaxNode, given: Partial<Binding> & Pick<Binding, "kind" | "node">): void {
    const name = text(id, "name");
    if (name === null) return;
    let names = this.scopes.get(scope);
    if (names === undefined) this.scopes.set(scope, (names = new Map<string, Binding>()));
    const before = names.get(name);
    // `var x` twice is one variable.
    if (before !== undefined && before.kind === given.kind && given.kind === "variable") before.writes.push(...(given.writes ?? []));
    else names.set(name, { name, index: 0, path: [], module: null, writes: [], properties: [], ...given });
  }

  /** Calls back for each name in a pattern, with its path and its default. */
  private bind(scope: SyntaxNode, given: SyntaxNode | null, path: readonly string[], found: (id: SyntaxNode, path: readonly string[], fallback: SyntaxNode | null) => void, fallback: SyntaxNode | null = null): void {
    const pattern = given?.type === "TSParameterProperty" ? child(given, "parameter") : given;
    if (pattern === null || path.length > 8) return;
    switch (pattern.type) {
      case "Identifier":
        found(pattern, path, fallback);
        return;
      case "AssignmentPattern":
        this.bind(scope, child(pattern, "left"), path, found, child(pattern, "right"));
        return;
      case "RestElement":
        this.bind(scope, child(pattern, "argument"), path, found);
        return;
      case "ObjectPattern":
        for (const property of children(pattern, "properties")) {
          if (property.type === "RestElement") this.bind(scope, property, path, found);
          else this.bind(scope, child(property, "value"), [...path, property["computed"] === true ? "*" : (text(child(property, "key"), "name") ?? stringValue(child(property, "key")) ?? "*")], found);
        }
        return;
      case "ArrayPattern":
        for (const element of children(pattern, "elements")) this.bind(scope, element, [...path, "*"], found);
        return;
    }
  }

  private readWrites(): void {
    const { tree } = this;
    for (const node of tree.nodes("AssignmentExpression")) {
      const left = unwrapped(child(node, "left"));
      const right = child(node, "right");
      if (left === null || right === null) continue;
      if (left.type === "MemberExpression") {
        this.writeMember(left, right, node);
        continue;
      }
      const operator = text(node, "operator") ?? "";
      // `x &&= y` leaves nothing of what harmed; `x ||= y` may leave it.
      const kind = /^(&&)?=$/.test(operator) ? "assign" : /^(\|\||\?\?)=$/.test(operator) ? "perhaps" : "append";
      this.bind(node, left, [], (id, path) => this.resolve(id)?.writes.push({ value: right, path, kind, at: node }));
    }
    for (const node of tree.nodes("ForOfStatement", "ForInStatement")) {
      const left = child(node, "left");
      if (left?.type === "Identifier") this.resolve(left)?.writes.push({ value: child(node, "right"), path: [], kind: node.type === "ForInStatement" ? "keys" : "each", at: left });
    }
    for (const node of tree.nodes("CallExpression")) {
      const callee = unwrapped(child(node, "callee"));
      if (callee?.type !== "MemberExpression") continue;
      const method = text(child(callee, "property"), "name") ?? "";
      const args = children(node, "arguments");
      if (method === "assign" && text(child(callee, "object"), "name") === "Object") {
        const target = unwrapped(args[0] ?? null);
        if (target?.type === "Identifier") for (const value of args.slice(1)) this.resolve(target)?.properties.push({ path: [], value, at: node });
      } else if (ADDING.test(method)) {
        const target = unwrapped(child(callee, "object"));
        if (target?.type === "Identifier") for (const value of method === "set" || method === "splice" ? args.slice(-1) : args) this.resolve(target)?.properties.push({ path: ["*"], value, at: node });
      }
    }
    for (const node of tree.nodes("PropertyDefinition")) {
      const name = text(child(node, "key"), "name");
      const value = child(node, "value");
      const owner = tree.parent(node);
      if (name !== null && value !== null && owner !== null) this.addMember(owner, name, value);
    }
  }

  private writeMember(left: SyntaxNode, value: SyntaxNode, at: SyntaxNode): void {
    const path: string[] = [];
    let inner: SyntaxNode | null = left;
    while (inner?.type === "MemberExpression" && path.length < 8) {
      const property = child(inner, "property");
      path.unshift((inner["computed"] === true ? stringValue(property) : text(property, "name")) ?? "*");
      inner = unwrapped(child(inner, "object"));
    }
    if (inner?.type === "Identifier") this.resolve(inner)?.properties.push({ path, value, at });
    else if (inner?.type === "ThisExpression") {
      const owner = this.classOf(at);
      if (owner !== null) this.addMember(owner, path[0] ?? "*", value);
    }
  }

  private addMember(owner: SyntaxNode, name: string, value: SyntaxNode): void {
    let members = this.members.get(owner);
    if (members === undefined) this.members.set(owner, (members = new Map<string, SyntaxNode[]>()));
    members.set(name, [...(members.get(name) ?? []), value]);
  }

  private blockOf(statement: SyntaxNode): SyntaxNode {
    const outer = this.tree.parent(statement);
    if (outer === null) return this.tree.program;
    return /^Export/.test(outer.type) ? (this.tree.parent(outer) ?? outer) : outer;
  }
}
