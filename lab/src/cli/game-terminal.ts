import { clearLine, createInterface, cursorTo, type Interface } from 'node:readline';

/** A terminal in which a person types lines while others are written. Ctrl-C and Ctrl-D are an interrupt. */
export class GameTerminal implements Disposable {
  readonly #lines: Interface;
  #isTyping = false;
  #isClosed = false;
  #interrupted: () => void = () => {};

  constructor() {
    this.#lines = createInterface({ input: process.stdin, output: process.stdout, terminal: true });
    this.#lines.on('SIGINT', () => this.#interrupted());
    this.#lines.on('close', () => {
      this.#isClosed = true;
      this.#isTyping = false;
      this.#interrupted();
    });
  }

  /** The answer to a question; undefined after an interrupt, and where nothing more can be typed. */
  async ask(question: string): Promise<string | undefined> {
    if (this.#isClosed) return undefined;
    return new Promise((resolve) => {
      this.#interrupted = () => resolve(undefined);
      this.#lines.question(question, resolve);
    });
  }

  /** Hands on each line that is typed, until `stop`. */
  listen(onLine: (line: string) => void, onInterrupt: () => void): void {
    this.#isTyping = true;
    this.#interrupted = onInterrupt;
    this.#lines.on('line', onLine);
    this.#lines.prompt();
  }

  stop(): void {
    this.#isTyping = false;
    this.#interrupted = () => {};
    this.#lines.removeAllListeners('line');
    this.#clear();
  }

  /** Writes a line above what is being typed. */
  say(line: string): void {
    if (this.#isTyping) this.#clear();
    console.log(line);
    if (this.#isTyping) this.#lines.prompt(true);
  }

  /** Changes what stands before the line that is being typed. */
  prompt(text: string): void {
    if (text === this.#lines.getPrompt()) return;
    this.#lines.setPrompt(text);
    if (this.#isTyping) this.#lines.prompt(true);
  }

  [Symbol.dispose](): void {
    this.#interrupted = () => {};
    this.#lines.close();
  }

  #clear(): void {
    cursorTo(process.stdout, 0);
    clearLine(process.stdout, 0);
  }
}
