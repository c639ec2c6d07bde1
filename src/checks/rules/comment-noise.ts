import type { Occurrence, Rule } from "./rule";

const UNFINISHED = /\b(TODO|FIXME|HACK|XXX)\b|\bplaceholder (implementation|for now|logic)\b|\bin a real(-world)? (implementation|application|app|system|scenario|project)\b|\b(simplified|dummy|mock|stub|temporary) (implementation|version) (for|until|of)\b|\bfor now,? (we|just|this|return|use)\b|\bwould (normally|typically) (be|use|call|need)\b|\b(rest of|remaining|existing) (the )?([\w$.]+ ){0,2}(code|implementation|logic) (here|unchanged|remains|stays|is (unchanged|the same)|as before)\b|^\s*(\.\.\.|…)\s*(the )?(rest|remaining|existing)\b|\byour (code|logic|implementation) here\b|\bnot (yet )?implemented\b/i;

/** Comments that say the work is not done. */
export const commentNoise: Rule = {
  id: "comment-noise",
  class: "maintainability",
  severity: "note",
  why: "The comment says that this is a stand-in, and it reads like finished work from outside. 90 to 100 % of the AI-written repositories in one study carried comments everywhere, and most of the rest was never finished (OX Security 2025).",
  fix: "Finish it, make it fail loudly, or leave it out; name an issue where it has to wait.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "// In a real implementation, this would charge the card\nreturnPaid();\n",
    good: "// The bank books at night: until then the state is pending.\nreturnPending();\n",
  },

  find(view) {
    const { tree } = view;
    if (tree === null || view.isTest) return [];
    return tree.comments.flatMap(({ start, end, value }): readonly Occurrence[] => {
      const found = UNFINISHED.exec(value);
      // With an issue's number somebody keeps account of it.
      if (found === null || /(#|[A-Z]{2,}-)\d+|https?:\/\//.test(value)) return [];
      return [{ start, end, message: `says that it is not finished: \`${found[0].slice(0, 40)}\`` }];
    });
  },
};
