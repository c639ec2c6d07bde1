import type { Disposable } from "./emitter";

/** Owns what must be let go of together. What is added after disposal is disposed at once, so nothing leaks late. */
export class DisposableList implements Disposable {
  private readonly owned: Disposable[] = [];
  private disposed = false;

  add<T extends Disposable>(disposable: T): T {
    if (this.disposed) {
      disposable.dispose();
    } else {
      this.owned.push(disposable);
    }
    return disposable;
  }

  addAll(...disposables: readonly Disposable[]): void {
    for (const disposable of disposables) {
      this.add(disposable);
    }
  }

  dispose(): void {
    this.disposed = true;
    for (const disposable of this.owned.splice(0).reverse()) {
      disposable.dispose();
    }
  }
}
