/** Asks CPython, in one process, whether fixed texts are still Python and kept their comments; see compare.py. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Comparison {
  readonly id: number;
  readonly wasPython: boolean;
  readonly error: string | null;
  readonly lost: readonly string[];
  readonly added: readonly string[];
}

export class Comparer {
  readonly #child = spawn(process.env['PYTHON'] ?? 'python3', [join(__dirname, 'compare.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  readonly #answers: Comparison[] = [];
  readonly #ended: Promise<void>;
  #asked = 0;

  constructor() {
    const lines = createInterface({ input: this.#child.stdout });
    lines.on('line', (line) => this.#answers.push(JSON.parse(line) as Comparison));
    this.#ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.stdin.on('error', reject);
      lines.on('close', resolve);
    });
    this.#ended.catch(() => undefined);
  }

  /** What the texts that follow are compared with. */
  before(text: string): void {
    this.#send({ before: text });
  }

  /** The number that the answer will bear. */
  after(text: string): number {
    this.#asked += 1;
    this.#send({ id: this.#asked, after: text });
    return this.#asked;
  }

  /** All answers. Rejects when Python cannot be run or gave up half-way. */
  async finish(): Promise<readonly Comparison[]> {
    this.#child.stdin.end();
    await this.#ended;
    const { length } = this.#answers;
    if (length !== this.#asked) throw new Error(`Python compared ${length} of ${this.#asked} texts`);
    return this.#answers;
  }

  #send(line: object): void {
    this.#child.stdin.write(`${JSON.stringify(line)}\n`);
  }
}
