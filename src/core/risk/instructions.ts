/**
 * Which lines of a file for agents tell them to do something. Whatever is not plainly a description is an instruction: no word of a description
 * commands, permits, forbids or names a deed with effects outside, nobody who reads it is its subject, and nothing in it is a command, an
 * address or a language that can't be judged here. A description may still mislead, so it is medium, never low.
 */

/** Only prose describes; every line of a configuration has an effect. */
const PROSE = /\.(md|mdc|mdx|markdown|txt)$|(^|\/)\.(cursorrules|windsurfrules|clinerules)$/i;
const LONGEST = 400;

const TREE = /^[\s│|]*[├└]──\s|^[\s│]*$|^\s*(?:```|---+|\*\*\*+)\s*$/;

/** Words that command, permit or forbid wherever they stand, in a file tree, too. */
const DIRECTING =
  /\b(?:always|never|must|mustn|shall|should|do not|don['’]?t|cannot|ensure|make sure|avoid|prefer(?:red|ably)?|remember|important|critical|mandatory|please|you|your|yourself|we|our|obey|instruct\w*|allow(?:s|ed|ing)?|approv\w*|grant\w*|permit\w*|permission to|authori[sz]ed to|trust(?:s|ed|ing)?|consent\w*|confirm\w*|skip\w*|bypass\w*|ignor\w*|disabl\w*|suppress\w*|without|overrid\w*|unless|forbid\w*|prohibit\w*|den(?:y|ies|ied)|unrestricted|unattended|need(?:s|ed)? to|ha(?:s|ve) to|rules?|polic(?:y|ies))\b/i;
/** Deeds with effects that no review of the text takes back, and what opens doors. */
const WEIGHTY = /\b(?:push\w*|merg(?:e|es|ed|ing)|committ\w+|deploy\w*|publish\w*|delet\w*|remov\w*|send\w*|upload\w*|posts|posting|download\w*|curl|wget|sudo|root user|admin\w*|(?:api.?|access.?|private.?)keys?|passwords?|credentials?|secrets?)\b/i;
/** As the first word of a sentence, an item or a label these tell somebody to do it. */
const COMMANDING =
  /(?:^\s*(?:#+\s+)?|[.:;!?–—(|]\s+|\s-\s+|^\s*[-*+]\s+|^\s*\d+[.)]\s+|\*\*\s*|`\s+)(?:run|use|call|add|update|create|edit|write|check|set|install|fetch|keep|put|read|tell|open|copy|move|start|stop|test|build|lint|format|include|request|review|see|apply|treat|respond|answer|reply|say|pretend|act|behave|assume|consider|follow|go|get|give|take|do|try|let|load|store|generate|make|verify|validate|replace|change|switch|turn|enable|accept|proceed|report|document|look|refer|import|export|place|stick|leave|define|extend|implement|wrap|return|throw|handle|log|print|mark|tag|label|mock|target|only|no|not|(?:the\s+)?(?:claude|copilot|codex|gemini|cursor|agents?|assistants?|models?|ai)\s+(?!code\b)[a-z]\w*|be)\b/i;
/** The repository's own scripts, which are judged where they stand: naming one gives nobody anything new. */
const OWN_SCRIPT = /\b(?:(?:npm|pnpm|yarn|bun)\s+(?:run\s+[\w:.-]+|test|start|build|lint)|make\s+[\w.-]+|just\s+[\w-]+|deno\s+(?:task\s+[\w:.-]+|test|lint|fmt|check)|cargo\s+(?:build|test|check|fmt|clippy)|go\s+(?:build|test|vet)|cd\s+[\w./-]+)(?=$|[\s`)#&,/])(?:\s+&&)?/g;
const LABEL = /\*\*[\w ]+(?::\*\*|\*\*\s*:)/;
/** What follows such a label says what the thing in code is or does. */
const LABEL_OF_CODE = /^\s*(?:[-*+]|\d+[.)])\s+`[^`]+`(?:\s*\([^)]*\))?\s*(?:[:–—]|-)\s+(?:\w+)?/;
/** A command in code, an option of one, an address, an inclusion of another file. */
const COMMAND = /(?:^|`|\s)(?:npm|npx|pnpm|yarn|bunx?|deno|node|git|gh|make|just|cargo|go|python3?|pip3?|uvx?|docker|kubectl|terraform|sh|zsh|rm|chmod|chown|cd|cp|mv|brew|apt(?:-get)?|eval|export|source|echo)\s+[\w./"'$-]|--(?:no-|force|dangerous|yolo|skip|allow|unsafe|insecure|auto|trust|ignore|disable)|https?:\/\/(?!localhost\b|127\.0\.0\.1\b)|\$|(?:^|\s)@[\w./~]|^[a-z][\w-]*:\s/;
const ENGLISH = /\b(?:the|of|and|with|is|are|by|from|for|that|this|to|via|across|all|between|each|which|using|into)\b/i;
/** Words. */
const LONGEST_NAME = 5;
const OTHER_SCRIPT = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u;

/** Whether these lines of an instruction file only describe: null stands for text that is not at hand, which may say anything. */
export function describesOnly(path: string, lines: readonly string[] | null): boolean {
  return lines !== null && PROSE.test(path) && lines.every(isDescription);
}

function isDescription(line: string): boolean {
  if (line.trim() === "") return true;
  if (line.length > LONGEST || OTHER_SCRIPT.test(line) || DIRECTING.test(line)) return false;
  if (TREE.test(line)) return true;
  const rest = line.replace(OWN_SCRIPT, " ");
  return !WEIGHTY.test(line) && !COMMANDING.test(rest.replace(LABEL, "").replace(LABEL_OF_CODE, "")) && !COMMAND.test(rest) && isReadable(rest);
}

/** A few words are a name, and several with commas a list; more are a sentence, and only an English one is judged here. */
function isReadable(line: string): boolean {
  const parts = line.replace(/`[^`]*`/g, "").split(/[,;:()|/→+–—]|\s-\s/);
  const longest = Math.max(...parts.map((part) => part.match(/\p{L}+/gu)?.length ?? 0));
  return (longest <= LONGEST_NAME && !/[.!]\s*$/.test(line)) || ENGLISH.test(line);
}
