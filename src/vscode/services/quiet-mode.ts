import { Emitter } from "./emitter";
import type { Disposable } from "./emitter";
import type { Memory } from "./review-walk";

const KEY = "quiet";

/** One switch for everything of ours in the text and on files: lenses, borders, badges. The tree and the status bar stay. */
export class QuietMode implements Disposable {
  private readonly changeEmitter = new Emitter<void>();
  private quiet: boolean;

  readonly onChange = this.changeEmitter.event;

  constructor(private readonly memory: Memory) {
    this.quiet = memory.get(KEY) === true;
  }

  get active(): boolean {
    return this.quiet;
  }

  toggle(): void {
    this.quiet = !this.quiet;
    void this.memory.update(KEY, this.quiet);
    this.changeEmitter.fire();
  }

  dispose(): void {
    this.changeEmitter.dispose();
  }
}
