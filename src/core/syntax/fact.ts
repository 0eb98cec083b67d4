/** Answers that know what they were read from, so that an edit takes back only what it may have changed. */

/** Something an answer may be read from: a part of the program, or another answer. */
export interface Source {
  /** The version of the text at which it last changed. */
  readonly changedAt: number;
  readonly readers: Set<Fact<unknown>>;
  /** Brings `changedAt` up to date. */
  refresh(): void;
  /** True of an answer that stays in doubt when it is refreshed: it is being found, and what is asked now is a part of that. */
  readonly isOpen: boolean;
}

/** What the computation under way has read so far; undefined when nothing keeps its answer. */
let frame: Set<Source> | undefined;

/** Says that the computation under way has read `source`. */
export function read(source: Source): void {
  frame?.add(source);
}

export interface Computed<V> {
  readonly value: V;
  readonly sources: ReadonlySet<Source>;
}

/** Runs `compute` and answers with what it read. What is read is not passed on to a computation around it. */
export function observe<V>(compute: () => V): Computed<V> {
  const outer = frame;
  const sources = new Set<Source>();
  frame = sources;
  try {
    return { value: compute(), sources };
  } finally {
    frame = outer;
  }
}

/** Runs `work`, of which nothing counts as read. */
function unobserved<T>(work: () => T): T {
  const outer = frame;
  frame = undefined;
  try {
    return work();
  } finally {
    frame = outer;
  }
}

/** A part of the program that is told when it changes. */
export class Cell implements Source {
  readonly isOpen = false;
  changedAt = 0;
  readonly readers = new Set<Fact<unknown>>();

  refresh(): void {
    // A cell is told.
  }

  change(version: number): void {
    if (this.changedAt === version) return;
    this.changedAt = version;
    doubt(this);
  }
}

/** Marks every answer that was read from `source`, directly or not, as one to check before it is used again. */
function doubt(source: Source): void {
  const open: Source[] = [source];
  for (let at = open.pop(); at; at = open.pop())
    for (const reader of at.readers) if (reader.doubt(at)) open.push(reader);
}

/** The version that the text has now. */
export interface Clock {
  readonly version: number;
}

/**
 * One answer. Invariant: while no source has changed since `checkedAt`, computing it again would give the same answer,
 * offsets in it aside, which hold for the version `madeAt`.
 */
export class Fact<V> implements Source {
  changedAt: number;
  madeAt: number;
  readonly readers = new Set<Fact<unknown>>();
  #value: V;
  #sources: ReadonlySet<Source>;
  #checkedAt: number;
  /** Sources that may have changed since the answer was last checked; undefined where none has. */
  #suspects: Set<Source> | undefined;
  /** A source has changed; until the answer is replaced. */
  #isStale = false;
  /** True when it was forgotten for good. */
  isGone = false;
  /** Known of the answer as it is: nothing in it has to be moved, ever. */
  holdsNoOffset = false;
  #isChecking = false;
  readonly #clock: Clock;
  readonly #renew: () => void;

  /** `renew` computes the answer again and hands it to `replace`, or drops the fact. */
  constructor(clock: Clock, { value, sources }: Computed<V>, renew: () => void) {
    this.#clock = clock;
    this.#renew = renew;
    this.#value = value;
    this.#sources = sources;
    this.changedAt = this.madeAt = this.#checkedAt = clock.version;
    for (const source of sources) source.readers.add(this);
  }

  /** As it was computed; ask `isFresh` first. */
  get value(): V {
    return this.#value;
  }

  /** The version since which the answer is known to be what it is. */
  get checkedAt(): number {
    return this.#checkedAt;
  }

  /** True when the answer holds for the text as it is now. */
  isFresh(): boolean {
    if (this.isGone) return false;
    if (!this.#suspects) return true;
    if (this.#isStale) return false;
    // Asked for by one of its own sources: a new cycle, which whoever computes it cuts.
    return !this.#isChecking && this.#check(this.#suspects);
  }

  #check(suspects: ReadonlySet<Source>): boolean {
    this.#isChecking = true;
    this.#isStale = unobserved(() => this.#hasChanged(suspects));
    this.#isChecking = false;
    if (this.#isStale || this.isGone) return false;
    this.#suspects = undefined;
    this.#checkedAt = this.#clock.version;
    return true;
  }

  /** In the order they were read: what is no longer there is never asked, since what led to it has changed. */
  #hasChanged(suspects: ReadonlySet<Source>): boolean {
    let asked = 0;
    for (const source of suspects.size === 1 ? suspects : this.#sources) {
      if (!suspects.has(source)) continue;
      source.refresh();
      if (source.changedAt > this.#checkedAt || source.isOpen) return true;
      asked += 1;
      if (asked === suspects.size) return false;
    }
    return false;
  }

  refresh(): void {
    if (!this.isGone && !this.isFresh()) unobserved(this.#renew);
  }

  get isOpen(): boolean {
    return this.#suspects !== undefined && !this.isGone;
  }

  /** The same answer with its offsets brought up to date. */
  carry(value: V): void {
    this.#value = value;
    this.madeAt = this.#clock.version;
  }

  /** A new answer; readers look again. */
  replace(computed: Computed<V>): void {
    this.confirm(computed);
    this.changedAt = this.#clock.version;
  }

  /** The same answer found again, with its offsets as they are now. */
  confirm({ value, sources }: Computed<V>): void {
    for (const source of this.#sources) if (!sources.has(source)) source.readers.delete(this);
    for (const source of sources) source.readers.add(this);
    this.#sources = sources;
    this.#suspects = undefined;
    this.#isStale = false;
    this.#checkedAt = this.#clock.version;
    this.holdsNoOffset = false;
    this.carry(value);
  }

  /** Forgets the answer for good. */
  drop(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.changedAt = this.#clock.version;
    for (const source of this.#sources) source.readers.delete(this);
    this.#sources = new Set();
    this.#suspects = undefined;
    doubt(this);
  }

  /** `source` may have changed. False when the answer is in doubt already. */
  doubt(source: Source): boolean {
    if (this.isGone) return false;
    const isNew = this.#suspects === undefined;
    (this.#suspects ??= new Set()).add(source);
    return isNew;
  }
}
